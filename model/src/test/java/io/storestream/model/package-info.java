@NullMarked
package io.storestream.model;

import org.jspecify.annotations.NullMarked;
