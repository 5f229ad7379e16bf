/** Holds what is in {@code deploy/} against the code that it is to run. */
@NullMarked
package io.storestream.quickstart.deploy;

import org.jspecify.annotations.NullMarked;
