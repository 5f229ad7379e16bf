package io.storestream.maintenance.rebuild;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a rebuild has come: all before these offsets is in the tables.
 *
 * @param offsets of the topic of stores, and of that of counts once it is read
 * @param stage how far the rebuild has come
 * @param exclusive whether the rebuild has been alone with the table so far
 * @param misplaced whether a record stood where its key does not belong
 * @param savedAt when this was so
 */
record Position(
    Map<TopicPartition, Long> offsets,
    RebuildStage stage,
    boolean exclusive,
    boolean misplaced,
    Instant savedAt) {}
