/**
 * How producer and ingester reach Kafka: the options both share, a check that a broker answers, and
 * topics of a given shape. Start at {@link io.storestream.kafka.KafkaOptions}.
 */
@NullMarked
package io.storestream.kafka;

import org.jspecify.annotations.NullMarked;
