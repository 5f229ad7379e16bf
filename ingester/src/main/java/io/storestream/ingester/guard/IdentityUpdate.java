package io.storestream.ingester.guard;

import static java.util.Objects.requireNonNull;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicIdentity;
import io.storestream.kafka.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Saves the identity that an application starts with, after {@link StartCheck} has allowed the
 * start and all topics and tables exist.
 */
record IdentityUpdate(IngestTopics topics, KafkaAdmin kafka, IdentityTopic identityTopic) {

  /**
   * Saves the IDs of the topics and tables, and whether events can be resolved in place. If the
   * topic of the change events was replaced, the application's positions in it are reset to its
   * start first.
   *
   * @param checked the identity that the start check has compared with; nothing for a new
   *     application
   * @param tables the tables that the application writes, which the start check has allowed
   * @param geo whether the application counts cells, which the start check has allowed
   * @return the saved identity
   * @throws CommandFailedException if Kafka does not answer, or if another instance is running and
   *     the positions can't be reset
   */
  ApplicationIdentity remember(
      Optional<ApplicationIdentity> checked, WrittenTables tables, boolean geo) {
    Map<String, TopicIdentity> described = kafka.describe(topics.remembered());
    requireVisible(described.keySet());
    Map<String, Uuid> present = new HashMap<>();
    described.forEach((name, topic) -> present.put(name, topic.id()));
    boolean inPlace = partitions(described, topics.topic()) == partitions(described, Topics.STORES);
    if (checked.isEmpty()) {
      return identityTopic.update(
          before -> {
            before.ifPresent(it -> requireSame(it, tables, geo));
            return ApplicationIdentity.of(tables, present, inPlace, geo);
          });
    }
    ApplicationIdentity known = checked.get();
    Uuid changes = present.get(topics.topic());
    if (changes != null && known.isReplaced(topics.topic(), changes)) {
      setPositionsToStart();
    }
    Map<String, Uuid> replaceable = new HashMap<>(present);
    replaceable.keySet().retainAll(List.of(topics.topic(), topics.deadLetterTopic()));
    return identityTopic.update(
        before -> {
          ApplicationIdentity latest = before.orElse(known);
          if (!latest.tables().equals(known.tables()) && !latest.tables().equals(tables)) {
            throw new CommandFailedException(
                "another instance of application %s has just moved to table %s: start this one with it, too"
                    .formatted(topics.applicationId(), latest.tables().stores()));
          }
          return latest
              .withTables(tables)
              .withTopics(replaceable)
              .withNewTopics(present)
              .inPlaceIf(inPlace);
        });
  }

  private static int partitions(Map<String, TopicIdentity> described, String topic) {
    return requireNonNull(described.get(topic), topic).partitions();
  }

  /** A broker that does not know a new topic yet gives no usable answer. */
  private void requireVisible(Set<String> present) {
    for (String topic :
        List.of(topics.topic(), topics.deadLetterTopic(), Topics.STORES, Topics.LOCATION_COUNTS)) {
      if (!present.contains(topic)) {
        throw new CommandFailedException(
            "a Kafka broker does not know topic %s yet, or it was just deleted: try again"
                .formatted(topic));
      }
    }
  }

  private void requireSame(ApplicationIdentity theirs, WrittenTables tables, boolean geo) {
    boolean isMoved = !theirs.tables().areNamedAs(tables);
    if ((isMoved || theirs.geo() != geo) && kafka.hasMembers(topics.applicationId())) {
      throw new CommandFailedException(
          isMoved
              ? TableCheck.othersRun(topics.applicationId(), theirs.tables(), tables)
              : StartDecision.otherGeo(topics.applicationId(), theirs.geo()));
    }
  }

  private void setPositionsToStart() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    kafka
        .startOffsets(topics.topic())
        .forEach((partition, start) -> positions.put(partition, new OffsetAndMetadata(start)));
    try {
      kafka.get(kafka.client().alterConsumerGroupOffsets(topics.applicationId(), positions).all());
    } catch (CommandFailedException e) {
      if (kafka.hasMembers(topics.applicationId())) {
        throw new CommandFailedException(
            "topic %s was recreated, and another instance of application %s is starting or running: try again"
                .formatted(topics.topic(), topics.applicationId()),
            e);
      }
      throw e;
    }
  }
}
