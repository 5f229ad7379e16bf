/** Rebuild, verify and dead letters beside a running ingester. */
@NullMarked
package io.storestream.testing.maintenance;

import org.jspecify.annotations.NullMarked;
