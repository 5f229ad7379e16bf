package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.kafka.KafkaAdmin;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the facts about an application, and refuses its start where {@link StartDecision} or
 * {@link TableCheck} does. It runs before anything is created.
 */
record StartCheck(
    IngesterSettings settings, IngestTopics topics, KafkaAdmin kafka, IdentityTopic identityTopic) {

  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  /**
   * Checks everything and logs warnings.
   *
   * @return the saved identity of the application; nothing if it is new
   * @throws CommandFailedException with cause and remedy
   */
  Optional<ApplicationIdentity> require(IngestTables tables) {
    StartFacts facts = StartFacts.gather(topics, kafka, identityTopic, tables);
    StartDecision decision = new StartDecision(settings, topics, facts);
    decision
        .refusal()
        .ifPresent(
            refusal -> {
              throw new CommandFailedException(refusal);
            });
    Optional<ApplicationIdentity> remembered = facts.isNew() ? Optional.empty() : facts.identity();
    remembered.ifPresent(
        it ->
            new TableCheck(
                    kafka,
                    topics.applicationId(),
                    settings.table(),
                    identityTopic,
                    TableCheck.PATIENCE)
                .require(it, tables.present()));
    decision.warnings().forEach(it -> log.warn("{}", it));
    return remembered;
  }
}
