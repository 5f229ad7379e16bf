/** The program of the long tests. Start at {@link io.storestream.testing.soak.SoakCommand}. */
@NullMarked
package io.storestream.testing;

import org.jspecify.annotations.NullMarked;
