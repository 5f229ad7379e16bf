/**
 * The codecs of all records: topics, dead-letter headers and changelogs. Start at {@link
 * io.storestream.kafka.record.StoreRecords} and {@link io.storestream.kafka.record.CountRecords}.
 * All of them are thread-safe.
 */
@NullMarked
package io.storestream.kafka.record;

import org.jspecify.annotations.NullMarked;
