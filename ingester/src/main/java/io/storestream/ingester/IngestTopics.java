package io.storestream.ingester;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.topic.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import io.storestream.table.StoreItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.config.TopicConfig;

/** The topics that the application needs: creates those that are absent, and checks the others. */
record IngestTopics(String applicationId, String topic) {

  /** Long enough for somebody to come back from holidays and look. */
  private static final String DEAD_LETTER_RETENTION_MS = Long.toString(30L * 24 * 60 * 60 * 1000);

  // A rebuild has to see of a deleted store that it is deleted, for as long as the table does.
  private static final Map<String, String> STORES_CONFIG =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(StoreItems.TOMBSTONE_RETENTION.toMillis()));

  // From the arrival, as an event may be old. Larger than other topics, as the reason comes on top.
  private static final Map<String, String> DEAD_LETTERS_CONFIG =
      Map.of(
          TopicConfig.RETENTION_MS_CONFIG,
          DEAD_LETTER_RETENTION_MS,
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(2 * 1024 * 1024));

  /** Returns the internal topic that holds the events by store number. */
  String repartitionTopic() {
    return InternalTopics.repartitionTopicOf(applicationId);
  }

  /**
   * Makes sure that all topics are there and fit.
   *
   * @param requested how many partitions were asked for; empty takes what is there
   * @return how many partitions the internal topic has or is to have
   * @throws CommandFailedException if a topic has another shape, saying what differs
   */
  int ensure(KafkaAdmin admin, OptionalInt requested) {
    String deadLetters = Topics.deadLetterTopicOf(topic);
    Map<String, Integer> existing =
        admin.partitionsOf(List.of(topic, Topics.STORES, deadLetters, repartitionTopic()));
    int partitions =
        requested.orElse(
            existing.getOrDefault(
                repartitionTopic(),
                existing.getOrDefault(Topics.STORES, IngesterSettings.DEFAULT_PARTITIONS)));
    requireShape(admin, existing, requested, partitions);

    Map<String, Integer> missing = new HashMap<>();
    for (String name : List.of(topic, Topics.STORES, deadLetters)) {
      if (!existing.containsKey(name)) {
        missing.put(name, partitions);
      }
    }
    if (!missing.isEmpty()) {
      admin.createTopics(
          missing, Map.of(Topics.STORES, STORES_CONFIG, deadLetters, DEAD_LETTERS_CONFIG));
    }
    return partitions;
  }

  /** Returns the largest record that the dead-letter topic takes, in bytes; it has to exist. */
  int maxDeadLetterBytes(KafkaAdmin admin) {
    return Integer.parseInt(
        admin.topicConfig(Topics.deadLetterTopicOf(topic), TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
  }

  private void requireShape(
      KafkaAdmin admin, Map<String, Integer> existing, OptionalInt requested, int partitions) {
    List<String> differences = new ArrayList<>();
    comparePartitions(differences, existing, repartitionTopic(), partitions);
    if (requested.isPresent()) {
      comparePartitions(differences, existing, Topics.STORES, partitions);
    }
    if (existing.containsKey(Topics.STORES)) {
      String policy = admin.topicConfig(Topics.STORES, TopicConfig.CLEANUP_POLICY_CONFIG);
      if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
        differences.add(
            "topic %s has %s=%s, not %s, and would lose stores: alter it"
                .formatted(
                    Topics.STORES,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    policy,
                    TopicConfig.CLEANUP_POLICY_COMPACT));
      }
    }
    if (!differences.isEmpty()) {
      throw new CommandFailedException(String.join("; ", differences));
    }
  }

  private static void comparePartitions(
      List<String> differences, Map<String, Integer> existing, String topic, int partitions) {
    int actual = existing.getOrDefault(topic, partitions);
    if (actual != partitions) {
      differences.add(
          "topic %s has %d partitions, not %d: leave out --partitions to take what is there"
              .formatted(topic, actual, partitions));
    }
  }
}
