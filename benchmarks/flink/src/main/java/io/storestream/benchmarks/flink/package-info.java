/** Apache Flink as a contestant. Start at {@link io.storestream.benchmarks.flink.FlinkProgram}. */
@NullMarked
package io.storestream.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
