/** Tests of the {@code stores} topic as a source, and what publishes to it in tests. */
@NullMarked
package io.storestream.kafka.record;

import org.jspecify.annotations.NullMarked;
