/** Holds what is in {@code deploy/} against the code that it is to run. */
@NullMarked
package io.storestream.testing.deploy;

import org.jspecify.annotations.NullMarked;
