package io.storestream.ingester.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead-letter topic of a topic, and what is asked of the cluster about it.
 *
 * @param origin the topic whose dead letters these are
 */
record DeadLetterTopic(String origin) {

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
   * Makes sure that it is there.
   *
   * @throws CommandFailedException if it does not exist
   */
  void require(KafkaAdmin admin) {
    requireTopic(admin, name());
  }

  /**
   * Makes sure that the topic where the originals came from is there.
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
   * Returns what each partition holds as of now, in their order. That includes what an open
   * transaction has written; a reader of committed records waits there for its end.
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

  /** Returns how far each partition has been redriven, without those that never were. */
  Map<TopicPartition, RedrivePosition> redrivePositions(KafkaAdmin admin) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.get(
            admin
                .client()
                .listConsumerGroupOffsets(redriveGroup())
                .partitionsToOffsetAndMetadata());
    return committed.entrySet().stream()
        .filter(it -> it.getKey().topic().equals(name()) && it.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, it -> RedrivePosition.of(it.getValue())));
  }
}
