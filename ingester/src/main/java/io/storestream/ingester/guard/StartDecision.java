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
          ("application %s has processed events before, and goes on where it was: choose a new"
                  + " --application-id to replay, or leave out --from-beginning to go on")
              .formatted(topics.applicationId()));
    }
    if (facts.isAbsent(topics.topic())) {
      return Optional.of(
          "topic %s does not exist, so there is nothing to replay: check --topic"
              .formatted(topics.topic()));
    }
    if (!facts.hasAllEvents()) {
      return Optional.of(
          ("topic %s does not have all events any more, so a late one might win that lost before:"
                  + " run `./stores rebuild --table %s` instead, which takes the stores from topic %s")
              .formatted(topics.topic(), settings.table(), Topics.STORES));
    }
    return Optional.empty();
  }

  private String unknown() {
    return ("application %s has processed events before, but topic %s does not say to which topics"
            + " and tables its state belongs: the state is of an earlier form that this release"
            + " can't use, or the topic was lost; restore the topic, or %s")
        .formatted(topics.applicationId(), topics.identityTopic(), losses().remedy());
  }

  private Optional<String> refusalToContinue(ApplicationIdentity identity) {
    for (String topic : topics.irreplaceable()) {
      boolean absent = facts.isAbsent(topic);
      if (absent || facts.isReplaced(topic, identity)) {
        return Optional.of(
            "topic %s %s, but application %s has processed events before; %s"
                .formatted(
                    topic,
                    absent ? "does not exist" : "was deleted and created anew",
                    topics.applicationId(),
                    losses().of(topic)));
      }
    }
    return facts.missingTables().stream()
        .findFirst()
        .map(
            missing ->
                ("table %s does not exist, but application %s has processed events before, and"
                        + " would write only what changes from now on: run `./stores rebuild --table"
                        + " %s`, which creates it, and start again")
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
          ("Topic %s does not have all events any more, and application %s is new: of a store whose"
                  + " events are gone, a late event may win that lost before. `./stores rebuild"
                  + " --table %s` takes the stores from topic %s instead")
              .formatted(topics.topic(), topics.applicationId(), settings.table(), Topics.STORES));
    }
  }

  private void warnOfReplaceableTopics(List<String> warnings, ApplicationIdentity identity) {
    String topic = topics.topic();
    String applicationId = topics.applicationId();
    if (!identity.knows(topic)) {
      warnings.add(
          ("Application %s has read another topic so far, and not %s: check --topic. Topic %s is"
                  + " read from its start")
              .formatted(applicationId, topic, topic));
    } else if (facts.isAbsent(topic)) {
      warnings.add(
          ("Topic %s does not exist, though application %s has processed events before: it is"
                  + " created anew. Events that were in it and not read yet are lost; publish them"
                  + " again")
              .formatted(topic, applicationId));
    } else if (facts.isReplaced(topic, identity)) {
      warnings.add(
          ("Topic %s was deleted and created anew since application %s has read it: it is read from"
                  + " its start. Events of the old one that were not read yet are lost; publish them"
                  + " again")
              .formatted(topic, applicationId));
    } else {
      warnOfUnreadEvents(warnings);
    }
    String deadLetters = topics.deadLetterTopic();
    if (facts.isAbsent(deadLetters)) {
      warnings.add(
          ("Topic %s does not exist, though application %s has processed events before: it is"
                  + " created anew. The dead letters that were in it are lost")
              .formatted(deadLetters, applicationId));
    } else if (facts.isReplaced(deadLetters, identity)) {
      warnings.add(
          ("Topic %s was deleted and created anew since application %s has written to it: the dead"
                  + " letters that were in it are lost")
              .formatted(deadLetters, applicationId));
    }
  }

  private void warnOfUnreadEvents(List<String> warnings) {
    if (!facts.hasPosition(topics.topic())) {
      warnings.add(
          ("Application %s has processed events before, but has no position in topic %s, as the"
                  + " brokers have forgotten it. The topic is read from its start; what is known"
                  + " already is dropped")
              .formatted(topics.applicationId(), topics.topic()));
    }
    long deleted = facts.deletedEvents();
    if (deleted > 0) {
      warnings.add(DeletedEvents.warning(topics, deleted));
    }
  }
}
