@NullMarked
package io.storestream.testing.format;

import org.jspecify.annotations.NullMarked;
