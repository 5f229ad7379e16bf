@NullMarked
package io.storestream.testing.soak;

import org.jspecify.annotations.NullMarked;
