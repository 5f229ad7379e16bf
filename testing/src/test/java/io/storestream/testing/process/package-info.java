@NullMarked
package io.storestream.testing.process;

import org.jspecify.annotations.NullMarked;
