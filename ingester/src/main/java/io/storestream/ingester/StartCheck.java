package io.storestream.ingester;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.writer.WriteMode;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.model.Topics;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a start that would go on, in silence, from less than the application had before, or that
 * would replay less than all. To be asked before anything is created.
 */
record StartCheck(IngesterSettings settings, IngestTopics topics, KafkaAdmin kafka) {

  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  /**
   * Checks all, and logs what is no reason to refuse.
   *
   * @param missingTables asked once Kafka has told what was done
   * @param isTableEmpty asked if it is there
   * @throws CommandFailedException with cause and remedy
   */
  void require(Supplier<List<String>> missingTables, BooleanSupplier isTableEmpty) {
    IngestHistory history = IngestHistory.of(kafka, topics);
    List<String> missing = missingTables.get();
    if (settings.fromBeginning()) {
      requireReplayable(history, !missing.contains(settings.table()));
    }
    if (history.isNew()) {
      warnIfBeginningIsGone();
      return;
    }
    for (String topic : topics.irreplaceable()) {
      if (history.isAbsent(topic) || history.isEmptied(topic)) {
        throw new CommandFailedException(
            "topic %s %s, but application %s has processed events before; %s"
                .formatted(
                    topic,
                    history.isAbsent(topic) ? "does not exist" : "is empty",
                    topics.applicationId(),
                    losses().of(topic)));
      }
    }
    if (!missing.isEmpty()) {
      throw new CommandFailedException(
          ("table %s does not exist, but application %s has processed events before, and would write"
                  + " only what changes from now on: run `./stores rebuild --table %s`, which"
                  + " creates it, and start again")
              .formatted(missing.get(0), topics.applicationId(), settings.table()));
    }
    if (history.hasAccepted() && isTableEmpty.getAsBoolean()) {
      log.warn(
          "Table {} is empty, but application {} has accepted changes before: unless all of them still"
              + " wait to be written, run `./stores rebuild --table {}`",
          settings.table(),
          topics.applicationId(),
          settings.table());
    }
    if (history.isCountsEmptied()) {
      log.warn(
          "Topic {} is empty, but application {} has counted stores before; unless all counts still"
              + " wait to be written, {}",
          Topics.LOCATION_COUNTS,
          topics.applicationId(),
          losses().of(Topics.LOCATION_COUNTS));
    }
    long deleted = new DeletedEvents(kafka, topics).count();
    if (deleted > 0) {
      log.warn("{}", new DeletedEvents(kafka, topics).warning(deleted));
    }
    warnOfReplacedTopics(history);
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

  private void warnOfReplacedTopics(IngestHistory history) {
    if (history.isAbsent(topics.topic())) {
      log.warn(
          "Topic {} does not exist, though application {} has processed events before: it is created"
              + " anew. Events that were in it and not read yet are lost; publish them again",
          topics.topic(),
          topics.applicationId());
    } else if (!history.hasRead(topics.topic())) {
      log.warn(
          "Application {} has processed events before, but has no position in topic {}: it was created"
              + " anew, or the brokers have forgotten the position. It is read from its start; what is"
              + " known already is dropped",
          topics.applicationId(),
          topics.topic());
    }
    if (history.isAbsent(topics.deadLetterTopic())) {
      log.warn(
          "Topic {} does not exist, though application {} has processed events before: it is created"
              + " anew. The dead letters that were in it are lost",
          topics.deadLetterTopic(),
          topics.applicationId());
    }
  }
}
