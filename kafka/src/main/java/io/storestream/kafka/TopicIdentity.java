package io.storestream.kafka;

import org.apache.kafka.common.Uuid;

/**
 * Which topic it is that has a name at a moment.
 *
 * @param id tells it from another that had its name before
 * @param partitions may grow, never shrink, while the topic stays the same
 */
public record TopicIdentity(Uuid id, int partitions) {}
