/**
 * The records of all topics, encoded and decoded in one place. Start at {@link
 * io.storestream.kafka.record.StoreRecords}.
 */
@NullMarked
package io.storestream.kafka.record;

import org.jspecify.annotations.NullMarked;
