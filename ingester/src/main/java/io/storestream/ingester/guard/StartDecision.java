package io.storestream.ingester.guard;

import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides from facts alone whether an application may start. It refuses a start that would silently
 * continue with less than the application had before, or that would replay only a part of the
 * events.
 */
record StartDecision(IngesterSettings settings, IngestTopics topics, StartFacts facts) {

  /** Returns why the application must not start, with cause and remedy; nothing if it may start. */
  Optional<String> refusal() {
    if (settings.fromBeginning()) {
      Optional<String> refusal = refusalToReplay();
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    if (facts.isNew()) {
      return Optional.empty();
    }
    return facts.identity().map(this::refusalToContinue).orElseGet(() -> Optional.of(unknown()));
  }

  private Optional<String> refusalToReplay() {
    if (!facts.isNew()) {
      return Optional.of(
          ("application %s has processed events before, and continues where it stopped: choose a"
                  + " new --application-id to replay, or omit --from-beginning to continue")
              .formatted(topics.applicationId()));
    }
    if (facts.isAbsent(topics.topic())) {
      return Optional.of(
          "topic %s does not exist, so there is nothing to replay: check --topic"
              .formatted(topics.topic()));
    }
    if (!facts.hasAllEvents()) {
      return Optional.of(
          ("topic %s no longer has all events, so a late event might replace a newer state: run"
                  + " `./stores rebuild --table %s` instead, which takes the stores from topic %s")
              .formatted(topics.topic(), settings.table(), Topics.STORES));
    }
    return Optional.empty();
  }

  private String unknown() {
    return ("application %s has processed events before, but topic %s does not name the topics and"
            + " tables of its state: the state has an earlier form that this release can't use, or the"
            + " topic was lost; restore the topic, or %s")
        .formatted(topics.applicationId(), topics.identityTopic(), losses().remedy());
  }

  /** Returns why an application must not start with the other value of {@code --geo}. */
  static String otherGeo(String applicationId, boolean before) {
    return "application %s has run with --geo %s, and its counts depend on it: start it with --geo %s, or replay all events with a new --application-id"
        .formatted(applicationId, before, before);
  }

  private Optional<String> refusalToContinue(ApplicationIdentity identity) {
    if (identity.geo() != settings.geo()) {
      return Optional.of(otherGeo(topics.applicationId(), identity.geo()));
    }
    for (String topic : topics.irreplaceable()) {
      boolean absent = facts.isAbsent(topic);
      if (absent || facts.isReplaced(topic, identity)) {
        return Optional.of(
            "topic %s %s, but application %s has processed events before; %s"
                .formatted(
                    topic,
                    absent ? "does not exist" : "was deleted and recreated",
                    topics.applicationId(),
                    losses().of(topic)));
      }
    }
    return facts.missingTables().stream()
        .findFirst()
        .map(
            missing ->
                ("table %s does not exist, but application %s has processed events before, and"
                        + " would write only what changes from now on: run `./stores rebuild"
                        + " --table %s`, which creates it, and start again")
                    .formatted(missing, topics.applicationId(), settings.table()));
  }

  private TopicLosses losses() {
    return new TopicLosses(topics, !facts.isAbsent(topics.topic()) && facts.hasAllEvents());
  }

  /** Returns the warnings to log if the application starts. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (facts.isNew()) {
      warnOfMissingBeginning(warnings);
    } else {
      facts.identity().ifPresent(it -> warnOfReplaceableTopics(warnings, it));
    }
    return warnings;
  }

  private void warnOfMissingBeginning(List<String> warnings) {
    if (!facts.isAbsent(topics.topic()) && !facts.hasAllEvents()) {
      warnings.add(
          ("Topic %s no longer has all events, and application %s is new: it may accept late"
                  + " events that were dropped before. `./stores rebuild"
                  + " --table %s` takes the stores from topic %s instead")
              .formatted(topics.topic(), topics.applicationId(), settings.table(), Topics.STORES));
    }
  }

  private void warnOfReplaceableTopics(List<String> warnings, ApplicationIdentity identity) {
    String topic = topics.topic();
    String applicationId = topics.applicationId();
    if (!identity.knows(topic)) {
      warnings.add(
          ("Application %s has not read topic %s before, but another topic: check --topic. It"
                  + " reads topic %s from its start")
              .formatted(applicationId, topic, topic));
    } else if (facts.isAbsent(topic)) {
      warnings.add(
          ("Topic %s does not exist, though application %s has processed events before: it is"
                  + " recreated. Its unread events are lost; publish them again")
              .formatted(topic, applicationId));
    } else if (facts.isReplaced(topic, identity)) {
      warnings.add(
          ("Topic %s was deleted and recreated since application %s read it: it is read from its"
                  + " start. Unread events of the old topic are lost; publish them again")
              .formatted(topic, applicationId));
    } else {
      warnOfUnreadEvents(warnings);
    }
    String deadLetters = topics.deadLetterTopic();
    if (facts.isAbsent(deadLetters)) {
      warnings.add(
          ("Topic %s does not exist, though application %s has processed events before: it is"
                  + " recreated. Its dead letters are lost")
              .formatted(deadLetters, applicationId));
    } else if (facts.isReplaced(deadLetters, identity)) {
      warnings.add(
          ("Topic %s was deleted and recreated since application %s wrote to it: its dead letters"
                  + " are lost")
              .formatted(deadLetters, applicationId));
    }
  }

  private void warnOfUnreadEvents(List<String> warnings) {
    if (!facts.hasPosition(topics.topic())) {
      warnings.add(
          ("Application %s has processed events before, but the brokers have forgotten its"
                  + " position in topic %s. It reads the topic from its start, and drops the events"
                  + " that it knows")
              .formatted(topics.applicationId(), topics.topic()));
    }
    long deleted = facts.deletedEvents();
    if (deleted > 0) {
      warnings.add(DeletedEvents.warning(topics, deleted));
    }
  }
}
