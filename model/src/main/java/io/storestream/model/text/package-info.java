/**
 * What counts as the same text: how the texts of a store are cleaned, and how the spellings of a
 * name are made one.
 */
@NullMarked
package io.storestream.model.text;

import org.jspecify.annotations.NullMarked;
