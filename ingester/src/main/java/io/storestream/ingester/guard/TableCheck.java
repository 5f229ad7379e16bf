package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.maintenance.rebuild.RebuildStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Refuses to write to tables other than those that an application has written so far, unless a
 * rebuild has filled them with the same content.
 *
 * @param patience how long a rebuild that follows the topics may be behind, {@link #PATIENCE} in
 *     production
 */
record TableCheck(
    KafkaAdmin kafka,
    String applicationId,
    String storesTable,
    IdentityTopic identityTopic,
    Duration patience) {

  /** A follower saves its position every 2 s, and other instances check the tables every 10 s. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * The facts about the tables that an application will write.
   *
   * @param before the tables that it has written so far
   * @param othersRun whether other instances are running
   * @param isMoved whether another instance has moved to the tables meanwhile
   * @param isFilled whether a rebuild has filled them; determined last, because it may have to wait
   */
  record Facts(
      WrittenTables before,
      WrittenTables now,
      boolean othersRun,
      boolean isMoved,
      BooleanSupplier isFilled) {}

  /**
   * Checks the tables.
   *
   * @param remembered the saved identity, read a moment ago
   * @throws CommandFailedException with cause and remedy
   */
  void require(ApplicationIdentity remembered, ReadyTables present) {
    WrittenTables now = WrittenTables.of(present);
    if (remembered.tables().equals(now)) {
      return;
    }
    // The order matters: an instance that has moved runs later.
    boolean othersRun = kafka.hasMembers(applicationId);
    boolean isMoved = isMoved(now);
    RebuildStatus rebuild = new RebuildStatus(kafka, storesTable);
    Facts facts =
        new Facts(
            remembered.tables(),
            now,
            othersRun,
            isMoved,
            () -> rebuild.wasComplete(present) && awaitComplete(rebuild, now));
    refusal(applicationId, storesTable, facts)
        .ifPresent(
            refusal -> {
              throw new CommandFailedException(refusal);
            });
  }

  /** Decides from the facts alone. */
  static Optional<String> refusal(String applicationId, String storesTable, Facts facts) {
    WrittenTables before = facts.before();
    WrittenTables now = facts.now();
    if (before.equals(now) || facts.isMoved()) {
      return Optional.empty();
    }
    if (facts.othersRun() && !before.areNamedAs(now)) {
      return Optional.of(othersRun(applicationId, before, now));
    }
    if (facts.isFilled().getAsBoolean()) {
      return Optional.empty();
    }
    boolean isOfStores = !before.stores().equals(now.stores());
    return Optional.of(
        ("application %s has written to table %s, and table %s may lack what is in that: run"
                + " `./stores rebuild --table %s`, and start again when it is complete")
            .formatted(
                applicationId,
                isOfStores ? before.stores() : before.counts(),
                isOfStores ? now.stores() : now.counts(),
                storesTable));
  }

  static String othersRun(String applicationId, WrittenTables theirs, WrittenTables now) {
    return "instances of application %s are running that write to table %s: stop them first, then start this one with table %s"
        .formatted(applicationId, theirs.stores(), now.stores());
  }

  private boolean awaitComplete(RebuildStatus rebuild, WrittenTables now) {
    Instant deadline = Instant.now().plus(patience);
    while (!rebuild.isUpToDate() && !isMoved(now)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** Returns whether another instance has moved to these tables meanwhile. */
  private boolean isMoved(WrittenTables now) {
    return identityTopic.read().filter(it -> it.tables().equals(now)).isPresent();
  }
}
