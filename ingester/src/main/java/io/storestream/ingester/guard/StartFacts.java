package io.storestream.ingester.guard;

import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What Kafka and DynamoDB know about an application before it starts. {@link StartDecision} decides
 * by it.
 *
 * @param committed the application's positions
 * @param starts the first offset of each partition of the topic of the change events; empty if
 *     there is no such topic
 * @param isWritten whether an internal topic has had records
 * @param isCompacted whether Kafka compacts the topic of the change events
 * @param topics all topics of the application that exist, by name
 * @param identity what the application remembers, if this release can use it
 * @param missingTables the names of those of its tables that do not exist
 */
record StartFacts(
    Map<TopicPartition, OffsetAndMetadata> committed,
    Map<TopicPartition, Long> starts,
    boolean isWritten,
    boolean isCompacted,
    Map<String, TopicIdentity> topics,
    Optional<ApplicationIdentity> identity,
    List<String> missingTables) {

  StartFacts {
    committed = Map.copyOf(committed);
    starts = Map.copyOf(starts);
    topics = Map.copyOf(topics);
    missingTables = List.copyOf(missingTables);
  }

  /**
   * Asks Kafka, then DynamoDB. What has been done is asked first: another instance may be at work,
   * and whatever it has done by then is in topics and in an identity that exist by the next
   * question.
   *
   * @throws io.storestream.cli.CommandFailedException if one of them does not answer
   */
  static StartFacts gather(
      IngestTopics names, KafkaAdmin kafka, IdentityTopic identity, IngestTables tables) {
    Map<TopicPartition, OffsetAndMetadata> committed = kafka.committed(names.applicationId());
    Map<TopicPartition, Long> starts = kafka.startOffsets(names.topic());
    boolean isWritten =
        kafka.endOffsets(names.internal()).values().stream().anyMatch(end -> end > 0);
    Map<String, TopicIdentity> topics = kafka.describe(names.all());
    List<String> missingTables = tables.missing();
    boolean isCompacted =
        topics.containsKey(names.topic())
            && kafka
                .topicConfig(names.topic(), TopicConfig.CLEANUP_POLICY_CONFIG)
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    return new StartFacts(
        committed, starts, isWritten, isCompacted, topics, identity.read(), missingTables);
  }

  /**
   * Returns whether the application has not processed anything yet.
   *
   * <p>That a topic exists says nothing: a first start may have been killed after it created them.
   * Only records and positions do. Positions alone do not, as brokers forget those of a group that
   * is idle for long, and of topics that are deleted.
   */
  boolean isNew() {
    // An application that was reset is at the first offset that is left, and has done nothing.
    return !isWritten
        && committed.entrySet().stream()
            .noneMatch(it -> it.getValue().offset() > starts.getOrDefault(it.getKey(), 0L));
  }

  /** Returns whether the application has a position in a topic. */
  boolean hasPosition(String topic) {
    return committed.keySet().stream().anyMatch(it -> it.topic().equals(topic));
  }

  /** Returns whether the topic of the change events, which has to exist, still has all of them. */
  boolean hasAllEvents() {
    return !isCompacted && starts.values().stream().allMatch(start -> start == 0);
  }

  /** Returns how many events were deleted before the application had read them. */
  long deletedEvents() {
    return DeletedEvents.count(committed, starts);
  }

  /** Returns whether a topic does not exist. */
  boolean isAbsent(String topic) {
    return !topics.containsKey(topic);
  }

  /** Returns whether a topic exists, and is another than the one that an application remembers. */
  boolean isReplaced(String topic, ApplicationIdentity remembered) {
    TopicIdentity now = topics.get(topic);
    return now != null && remembered.isReplaced(topic, now.id());
  }
}
