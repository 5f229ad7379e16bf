package io.storestream.ingester.rebuild;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a rebuild has come: all before these offsets is in the table.
 *
 * @param exclusive whether the rebuild has been alone with the table so far
 * @param misplaced whether a record stood where its key does not belong
 * @param savedAt when this was so
 */
record Position(
    Map<TopicPartition, Long> offsets, boolean exclusive, boolean misplaced, Instant savedAt) {}
