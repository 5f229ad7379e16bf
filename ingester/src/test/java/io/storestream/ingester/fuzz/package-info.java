/** Fuzz tests of events. */
@NullMarked
package io.storestream.ingester.fuzz;

import org.jspecify.annotations.NullMarked;
