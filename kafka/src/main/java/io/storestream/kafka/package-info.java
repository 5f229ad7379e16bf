/**
 * Access to Kafka: client options, administration, reading of topics. Start at {@link
 * io.storestream.kafka.KafkaOptions} and {@link io.storestream.kafka.KafkaAdmin}.
 */
@NullMarked
package io.storestream.kafka;

import org.jspecify.annotations.NullMarked;
