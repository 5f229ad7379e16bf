package io.storestream.producer;

import io.storestream.formats.ReadOptions;
import io.storestream.kafka.KafkaOptions;
import io.storestream.producer.live.SnapshotLimits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How to publish files.
 *
 * @param topic receives the events
 * @param updatedAt of each row and event that has no time, and of the stores that are closed
 * @param reading how the files are read
 * @param snapshot what may be closed, or {@code null} if the files are no complete list
 */
record PublishSettings(
    KafkaOptions kafka,
    String topic,
    Instant updatedAt,
    ReadOptions reading,
    @Nullable SnapshotLimits snapshot) {}
