/** Tests of JSON files. */
@NullMarked
package io.storestream.formats.json;

import org.jspecify.annotations.NullMarked;
