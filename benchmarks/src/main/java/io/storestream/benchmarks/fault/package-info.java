/**
 * {@code faults} compares what contestants write while they are killed and their writes fail. Start
 * at {@link io.storestream.benchmarks.fault.FaultsCommand}.
 */
@NullMarked
package io.storestream.benchmarks.fault;

import org.jspecify.annotations.NullMarked;
