/**
 * JMH benchmarks of the steps of the path: row → event → decision → request, and item → JSON. Each
 * returns its result, so nothing is optimized away, and a test compares it. Start at {@link
 * io.storestream.benchmarks.micro.MicroCommand}.
 */
@NullMarked
package io.storestream.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
