/**
 * A stand-in for DynamoDB that answers at once and only counts. Start at {@link
 * io.storestream.benchmarks.standin.StandIn}.
 */
@NullMarked
package io.storestream.benchmarks.standin;

import org.jspecify.annotations.NullMarked;
