package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a start that would go on, in silence, from less than the application had before, or that
 * would replay less than all. To be asked before anything is created.
 */
public record StartCheck(
    IngesterSettings settings, IngestTopics topics, KafkaAdmin kafka, IdentityTopic identityTopic) {

  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  /**
   * Checks all, and logs what is no reason to refuse.
   *
   * @param tables asked once Kafka has told what was done
   * @return what the application remembers; nothing if it is new
   * @throws CommandFailedException with cause and remedy
   */
  Optional<ApplicationIdentity> require(IngestTables tables) {
    IngestHistory history = IngestHistory.of(kafka, topics);
    List<String> missing = tables.missing();
    if (settings.fromBeginning()) {
      requireReplayable(history, !missing.contains(settings.table()));
    }
    if (history.isNew()) {
      warnIfBeginningIsGone();
      return Optional.empty();
    }
    ApplicationIdentity identity = identityTopic.read().orElseThrow(this::unknownState);
    requireTopics(history, identity);
    if (!missing.isEmpty()) {
      throw new CommandFailedException(
          ("table %s does not exist, but application %s has processed events before, and would write"
                  + " only what changes from now on: run `./stores rebuild --table %s`, which"
                  + " creates it, and start again")
              .formatted(missing.get(0), topics.applicationId(), settings.table()));
    }
    new TableCheck(kafka, topics.applicationId(), settings.table(), identityTopic)
        .require(identity, tables.present());
    warnOfReplacedTopics(history, identity);
    return Optional.of(identity);
  }

  private CommandFailedException unknownState() {
    return new CommandFailedException(
        ("application %s has processed events before, but topic %s does not say to which topics and"
                + " tables its state belongs: the state is of an earlier form that this release can't"
                + " use, or the topic was lost; restore the topic, or %s")
            .formatted(topics.applicationId(), topics.identityTopic(), losses().remedy()));
  }

  private void requireTopics(IngestHistory history, ApplicationIdentity identity) {
    for (String topic : topics.irreplaceable()) {
      boolean absent = history.isAbsent(topic);
      if (absent || isReplaced(topic, history, identity)) {
        throw new CommandFailedException(
            "topic %s %s, but application %s has processed events before; %s"
                .formatted(
                    topic,
                    absent ? "does not exist" : "was deleted and created anew",
                    topics.applicationId(),
                    losses().of(topic)));
      }
    }
  }

  private static boolean isReplaced(
      String topic, IngestHistory history, ApplicationIdentity identity) {
    return history.idOf(topic).filter(it -> identity.isReplaced(topic, it)).isPresent();
  }

  private void requireReplayable(IngestHistory history, boolean tablePresent) {
    if (!history.isNew()) {
      throw new CommandFailedException(
          ("application %s has processed events before, and goes on where it was: choose a new"
                  + " --application-id to replay, or leave out --from-beginning to go on")
              .formatted(topics.applicationId()));
    }
    if (history.isAbsent(topics.topic())) {
      throw new CommandFailedException(
          "topic %s does not exist, so there is nothing to replay: check --topic"
              .formatted(topics.topic()));
    }
    if (!isComplete()) {
      throw new CommandFailedException(
          ("topic %s does not have all events any more, so a late one might win that lost before: run"
                  + " `./stores rebuild --table %s` instead, which takes the stores from topic %s")
              .formatted(topics.topic(), settings.table(), Topics.STORES));
    }
    if (tablePresent && settings.writes() == WriteMode.BATCH) {
      throw new CommandFailedException(
          "table %s exists, and a replay with --writes=batch would take its stores back: leave out --writes"
              .formatted(settings.table()));
    }
  }

  private void warnIfBeginningIsGone() {
    if (!isPresent(topics.topic()) || isComplete()) {
      return;
    }
    log.warn(
        "Topic {} does not have all events any more, and application {} is new: of a store whose"
            + " events are gone, a late event may win that lost before. `./stores rebuild --table {}`"
            + " takes the stores from topic {} instead",
        topics.topic(),
        topics.applicationId(),
        settings.table(),
        Topics.STORES);
  }

  private TopicLosses losses() {
    return new TopicLosses(topics, isPresent(topics.topic()) && isComplete());
  }

  private boolean isPresent(String topic) {
    return !kafka.partitionsOf(List.of(topic)).isEmpty();
  }

  private boolean isComplete() {
    return kafka.startOffsets(topics.topic()).values().stream().allMatch(start -> start == 0)
        && !kafka
            .topicConfig(topics.topic(), TopicConfig.CLEANUP_POLICY_CONFIG)
            .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  private void warnOfReplacedTopics(IngestHistory history, ApplicationIdentity identity) {
    if (!identity.knows(topics.topic())) {
      log.warn(
          "Application {} has read another topic so far, and not {}: check --topic. Topic {} is read"
              + " from its start",
          topics.applicationId(),
          topics.topic(),
          topics.topic());
    } else if (history.isAbsent(topics.topic())) {
      log.warn(
          "Topic {} does not exist, though application {} has processed events before: it is created"
              + " anew. Events that were in it and not read yet are lost; publish them again",
          topics.topic(),
          topics.applicationId());
    } else if (isReplaced(topics.topic(), history, identity)) {
      log.warn(
          "Topic {} was deleted and created anew since application {} has read it: it is read from its"
              + " start. Events of the old one that were not read yet are lost; publish them again",
          topics.topic(),
          topics.applicationId());
    } else {
      warnOfUnreadEvents(history);
    }
    if (history.isAbsent(topics.deadLetterTopic())) {
      log.warn(
          "Topic {} does not exist, though application {} has processed events before: it is created"
              + " anew. The dead letters that were in it are lost",
          topics.deadLetterTopic(),
          topics.applicationId());
    } else if (isReplaced(topics.deadLetterTopic(), history, identity)) {
      log.warn(
          "Topic {} was deleted and created anew since application {} has written to it: the dead"
              + " letters that were in it are lost",
          topics.deadLetterTopic(),
          topics.applicationId());
    }
  }

  private void warnOfUnreadEvents(IngestHistory history) {
    if (!history.hasPosition()) {
      log.warn(
          "Application {} has processed events before, but has no position in topic {}, as the brokers"
              + " have forgotten it. The topic is read from its start; what is known already is"
              + " dropped",
          topics.applicationId(),
          topics.topic());
    }
    DeletedEvents deleted = new DeletedEvents(kafka, topics);
    long count = deleted.count();
    if (count > 0) {
      log.warn("{}", deleted.warning(count));
    }
  }
}
