/** Watched folders while the producer is killed, and while the broker is away. */
@NullMarked
package io.storestream.testing.watch;

import org.jspecify.annotations.NullMarked;
