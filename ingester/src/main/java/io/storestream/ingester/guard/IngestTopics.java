package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.counts.CountProcessor;
import io.storestream.ingester.topology.ChangeProcessor;
import io.storestream.ingester.topology.ParseProcessor;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the application. Creates those that are absent, and checks the others. */
public record IngestTopics(String applicationId, String topic) {

  /** Long enough for an operator to return from holidays. */
  private static final String DEAD_LETTER_RETENTION_MS = Long.toString(30L * 24 * 60 * 60 * 1000);

  // A rebuild must know that a store is deleted for as long as its tombstone is in the table.
  private static final Map<String, String> STORES_CONFIG =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(StoreItems.TOMBSTONE_RETENTION.toMillis()),
          // The record's timestamp is the acceptance, from which a tombstone's expiry is computed.
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "CreateTime");

  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

  // Retention counts from arrival, because an event may be old. The limit of a record's size is
  // larger than that of other topics, because headers with the reason are added.
  private static final Map<String, String> DEAD_LETTERS_CONFIG =
      Map.of(
          TopicConfig.RETENTION_MS_CONFIG,
          DEAD_LETTER_RETENTION_MS,
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(2 * 1024 * 1024));

  /** The size of the largest usable event plus the headers of a dead letter. */
  private static final int MIN_RECORD_BYTES = ParseProcessor.MAX_EVENT_BYTES + 32 * 1024;

  /** Returns the internal topic that holds the events by store number. */
  public String repartitionTopic() {
    return InternalTopics.repartitionTopicOf(applicationId);
  }

  /** Returns the internal topic that holds version and last write of each store. */
  String storeStatesTopic() {
    return InternalTopics.changelogTopicOf(applicationId, ChangeProcessor.STORE_STATES);
  }

  /** Returns the internal topic that holds the offsets of the applied change events. */
  String appliedChangesTopic() {
    return InternalTopics.changelogTopicOf(applicationId, ChangeProcessor.APPLIED_CHANGES);
  }

  /** Returns the internal topic that holds the changes of counts by country. */
  public String locationDeltasTopic() {
    return InternalTopics.locationDeltasTopicOf(applicationId);
  }

  /** Returns the internal topic that holds the counts and their outbox. */
  String locationCountsTopic() {
    return InternalTopics.changelogTopicOf(applicationId, CountProcessor.LOCATION_COUNTS);
  }

  /** Returns the topic that receives unusable events. */
  public String deadLetterTopic() {
    return Topics.deadLetterTopicOf(topic);
  }

  /** Returns the topics that Kafka Streams creates, and silently recreates. */
  List<String> internal() {
    return List.of(
        repartitionTopic(),
        storeStatesTopic(),
        appliedChangesTopic(),
        locationDeltasTopic(),
        locationCountsTopic());
  }

  /**
   * Returns the topics whose records the application needs to continue from its earlier state. They
   * all have the same, fixed number of partitions.
   */
  List<String> irreplaceable() {
    return List.of(
        Topics.STORES,
        storeStatesTopic(),
        appliedChangesTopic(),
        repartitionTopic(),
        Topics.LOCATION_COUNTS,
        locationDeltasTopic(),
        locationCountsTopic());
  }

  /** Returns the topics whose events and changes of counts the application reads. */
  public List<String> read() {
    return List.of(topic, repartitionTopic(), locationDeltasTopic());
  }

  /** Returns the topic that holds the application's identity. */
  String identityTopic() {
    return InternalTopics.identityTopicOf(applicationId);
  }

  /** Returns the topics whose IDs the identity contains. */
  List<String> remembered() {
    return Stream.concat(Stream.of(topic, deadLetterTopic()), irreplaceable().stream()).toList();
  }

  /** Returns all topics of the application. */
  List<String> all() {
    return Stream.concat(remembered().stream(), Stream.of(identityTopic())).toList();
  }

  /**
   * Ensures that all topics exist and have the required shape.
   *
   * @param requested requested number of partitions; empty accepts the existing number
   * @return the number of partitions that the internal topics have or will have
   * @throws CommandFailedException if a topic's shape differs; the message names the difference
   */
  public int ensure(KafkaAdmin admin, OptionalInt requested) {
    Map<String, Integer> existing = admin.partitionsOf(all());
    int partitions = requested.orElseGet(() -> partitionsOf(existing));
    List<String> differences =
        differences(
            existing,
            requested,
            admin.topicConfigs(
                compacted().stream().filter(existing::containsKey).toList(),
                TopicConfig.CLEANUP_POLICY_CONFIG));
    if (!differences.isEmpty()) {
      throw new CommandFailedException(String.join("; ", differences));
    }

    Map<String, Integer> missing = new HashMap<>();
    for (String name : List.of(topic, Topics.STORES, Topics.LOCATION_COUNTS, deadLetterTopic())) {
      if (!existing.containsKey(name)) {
        missing.put(name, partitions);
      }
    }
    if (!existing.containsKey(identityTopic())) {
      missing.put(identityTopic(), 1);
    }
    if (!missing.isEmpty()) {
      admin.createTopics(
          missing,
          Map.of(
              Topics.STORES,
              STORES_CONFIG,
              Topics.LOCATION_COUNTS,
              COMPACTED,
              identityTopic(),
              COMPACTED,
              deadLetterTopic(),
              DEAD_LETTERS_CONFIG));
    }
    return partitions;
  }

  /**
   * Returns how many partitions new topics get: as many as internal ones have, or else the topic of
   * events, which are then resolved in place.
   *
   * @param existing number of partitions of each topic
   */
  int partitionsOf(Map<String, Integer> existing) {
    return Stream.of(repartitionTopic(), Topics.STORES, topic)
        .map(existing::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(IngesterSettings.DEFAULT_PARTITIONS);
  }

  /**
   * Returns the size of the largest dead letter in bytes. The repartition topic, if it exists yet,
   * and the dead-letter topic, which must exist, both accept it.
   *
   * @throws CommandFailedException if one of them does not accept every usable event
   */
  public int maxDeadLetterBytes(KafkaAdmin admin) {
    Set<String> existing =
        admin.partitionsOf(List.of(repartitionTopic(), deadLetterTopic())).keySet();
    int least = Integer.MAX_VALUE;
    Map<String, String> limits = admin.topicConfigs(existing, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    for (Map.Entry<String, String> limit : limits.entrySet()) {
      int bytes = Integer.parseInt(limit.getValue());
      if (bytes < MIN_RECORD_BYTES) {
        throw new CommandFailedException(
            "topic %s has %s=%d, and has to take events of %d bytes: set it to %d or more"
                .formatted(
                    limit.getKey(),
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    bytes,
                    ParseProcessor.MAX_EVENT_BYTES,
                    MIN_RECORD_BYTES));
      }
      least = Math.min(least, bytes);
    }
    return least;
  }

  /**
   * Returns how existing topics differ from the required shape, each with a remedy.
   *
   * @param existing number of partitions of each topic
   * @param cleanupPolicies cleanup policies of the topics that must be compacted
   */
  List<String> differences(
      Map<String, Integer> existing, OptionalInt requested, Map<String, String> cleanupPolicies) {
    List<String> differences = new ArrayList<>();
    if (requested.isPresent()) {
      compareWithRequested(differences, existing, repartitionTopic(), requested.getAsInt());
      compareWithRequested(differences, existing, Topics.STORES, requested.getAsInt());
    }
    Map<String, Integer> counts = new TreeMap<>(existing);
    counts.keySet().retainAll(irreplaceable());
    if (differences.isEmpty() && Set.copyOf(counts.values()).size() > 1) {
      differences.add(new TopicLosses(this).ofPartitions(counts));
    }
    cleanupPolicies.forEach(
        (name, policy) -> {
          if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            differences.add(
                ("topic %s has %s=%s, not %s, and may have lost records: if the application has"
                        + " never run, alter it; else %s")
                    .formatted(
                        name,
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        policy,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        new TopicLosses(this).of(name)));
          }
        });
    return differences;
  }

  private static void compareWithRequested(
      List<String> differences, Map<String, Integer> existing, String name, int requested) {
    int actual = existing.getOrDefault(name, requested);
    if (actual != requested) {
      differences.add(
          "topic %s has %d partitions, not %d: leave out --partitions to take what is there"
              .formatted(name, actual, requested));
    }
  }

  /** Returns the topics that must be compacted. */
  List<String> compacted() {
    return List.of(
        Topics.STORES,
        storeStatesTopic(),
        appliedChangesTopic(),
        Topics.LOCATION_COUNTS,
        locationCountsTopic(),
        identityTopic());
  }
}
