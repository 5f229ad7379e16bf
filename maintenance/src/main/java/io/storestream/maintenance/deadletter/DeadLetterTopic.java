package io.storestream.maintenance.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.deadletter.DeadLetterReader.OffsetRange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter topic of a topic, and requests to the cluster about it.
 *
 * @param origin the topic whose dead letters these are
 */
record DeadLetterTopic(String origin) {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterTopic.class);

  String name() {
    return Topics.deadLetterTopicOf(origin);
  }

  /**
   * Returns the name of the consumer group that holds how far the topic has been redriven, which is
   * also the transactional ID of the one redrive that may run at a time.
   */
  String redriveGroup() {
    return name() + "-redrive";
  }

  /**
   * Checks that it exists.
   *
   * @throws CommandFailedException if it does not exist
   */
  void require(KafkaAdmin admin) {
    requireTopic(admin, name());
  }

  /**
   * Checks that the topic of the originals exists.
   *
   * @throws CommandFailedException if it does not exist
   */
  void requireOrigin(KafkaAdmin admin) {
    requireTopic(admin, origin);
  }

  private static void requireTopic(KafkaAdmin admin, String topic) {
    if (admin.partitionsOf(List.of(topic)).isEmpty()) {
      throw new CommandFailedException(
          "topic %s does not exist: check --topic, or start `./stores ingest`, which creates it"
              .formatted(topic));
    }
  }

  /**
   * Returns the offsets that each partition holds now, in the order of partitions. They include
   * records of an open transaction; a reader of committed records waits there for its end.
   */
  List<OffsetRange> ranges(KafkaAdmin admin) {
    Map<TopicPartition, Long> starts = admin.startOffsets(name());
    return admin.endOffsets(name()).entrySet().stream()
        .map(
            end ->
                new OffsetRange(
                    end.getKey(), starts.getOrDefault(end.getKey(), 0L), end.getValue()))
        .sorted(Comparator.comparing(range -> range.partition().partition()))
        .toList();
  }

  /**
   * Returns how far each partition has been redriven, without those that never were. A position
   * after the end of its partition belongs to records that Kafka has lost since, and tells nothing
   * about the records that are there now: that partition begins at its start again.
   */
  Map<TopicPartition, RedrivePosition> redrivePositions(KafkaAdmin admin) {
    Map<TopicPartition, Long> ends = admin.endOffsets(name());
    Map<TopicPartition, RedrivePosition> positions = new HashMap<>();
    admin
        .committed(redriveGroup())
        .forEach(
            (partition, committed) -> {
              RedrivePosition position = RedrivePosition.of(committed);
              long end = ends.getOrDefault(partition, 0L);
              if (position.furthest() <= end) {
                positions.put(partition, position);
              } else if (partition.topic().equals(name())) {
                log.warn(
                    "{} was redriven up to offset {} and ends at {} now, so it has lost records: all"
                        + " that it holds counts as not redriven",
                    partition,
                    position.furthest(),
                    end);
              }
            });
    return positions;
  }
}
