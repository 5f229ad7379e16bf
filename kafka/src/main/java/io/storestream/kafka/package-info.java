/**
 * Access to Kafka: client options, administration, reading of topics. Start at {@link
 * io.storestream.kafka.KafkaOptions}, {@link io.storestream.kafka.KafkaAdmin}, which is
 * thread-safe, and {@link io.storestream.kafka.TopicReader}, which is for one thread.
 */
@NullMarked
package io.storestream.kafka;

import org.jspecify.annotations.NullMarked;
