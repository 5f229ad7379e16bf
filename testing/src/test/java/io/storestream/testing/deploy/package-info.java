/** Compares the files in {@code deploy/} with the code that they run. */
@NullMarked
package io.storestream.testing.deploy;

import org.jspecify.annotations.NullMarked;
