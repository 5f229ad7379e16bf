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
 * What Kafka and DynamoDB know about an application before it starts. {@link StartDecision} uses
 * these facts.
 *
 * @param committed positions of the application
 * @param starts first offset of each partition of the topic of the change events; empty if the
 *     topic does not exist
 * @param isWritten whether an internal topic has had records
 * @param isCompacted whether Kafka compacts the topic of the change events
 * @param topics all existing topics of the application, by name
 * @param identity the saved identity of the application, if this release can use it
 * @param missingTables names of its tables that do not exist
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
   * Reads the facts from Kafka, then from DynamoDB. The progress is read first: another instance
   * may be running, and everything it has done by then is in topics and in an identity that exist
   * when they are read.
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
   * <p>The existence of topics proves nothing: a first start may have been killed after it created
   * them. Only records and positions prove work. Positions alone do not suffice, because brokers
   * delete those of a group that is idle for long and of deleted topics.
   */
  boolean isNew() {
    // An application that was reset is at the first existing offset and has done nothing.
    return !isWritten
        && committed.entrySet().stream()
            .noneMatch(it -> it.getValue().offset() > starts.getOrDefault(it.getKey(), 0L));
  }

  /** Returns whether the application has a position in a topic. */
  boolean hasPosition(String topic) {
    return committed.keySet().stream().anyMatch(it -> it.topic().equals(topic));
  }

  /** Returns whether the topic of the change events, which must exist, still has all of them. */
  boolean hasAllEvents() {
    return !isCompacted && starts.values().stream().allMatch(start -> start == 0);
  }

  /** Returns how many events were deleted before the application read them. */
  long deletedEvents() {
    return DeletedEvents.count(committed, starts);
  }

  /** Returns whether a topic does not exist. */
  boolean isAbsent(String topic) {
    return !topics.containsKey(topic);
  }

  /** Returns whether a topic exists with another ID than the saved one. */
  boolean isReplaced(String topic, ApplicationIdentity remembered) {
    TopicIdentity now = topics.get(topic);
    return now != null && remembered.isReplaced(topic, now.id());
  }
}
