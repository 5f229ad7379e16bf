package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.schema.ReadyTables;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.ingester.identity.TableIdentity;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.maintenance.rebuild.RebuildStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Refuses to write to other tables than those that an application has written so far, unless a
 * rebuild has put into them what the others have.
 */
record TableCheck(
    KafkaAdmin kafka, String applicationId, String storesTable, IdentityTopic identityTopic) {

  /** A follower saves its position every 2 s, and other instances look at the tables every 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * Checks the tables.
   *
   * @param remembered as it was read a moment ago
   * @throws CommandFailedException with cause and remedy
   */
  void require(ApplicationIdentity remembered, ReadyTables present) {
    WrittenTables now = WrittenTables.of(present);
    if (remembered.tables().equals(now)) {
      return;
    }
    boolean othersRun = !remembered.tables().areNamedAs(now) && kafka.hasMembers(applicationId);
    if (isMoved(now)) {
      return;
    }
    if (othersRun) {
      throw othersRun(applicationId, remembered.tables(), now);
    }
    RebuildStatus rebuild = new RebuildStatus(kafka, storesTable);
    if (!rebuild.wasComplete(present) || !awaitComplete(rebuild, now)) {
      throw refusal(remembered.tables(), now);
    }
  }

  static CommandFailedException othersRun(
      String applicationId, WrittenTables theirs, WrittenTables now) {
    return new CommandFailedException(
        "instances of application %s are running that write to table %s: stop them first, then start this one with table %s"
            .formatted(applicationId, theirs.stores(), now.stores()));
  }

  private boolean awaitComplete(RebuildStatus rebuild, WrittenTables now) {
    Instant deadline = Instant.now().plus(PATIENCE);
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

  private CommandFailedException refusal(WrittenTables remembered, WrittenTables now) {
    boolean isOfStores = !remembered.stores().equals(now.stores());
    TableIdentity before = isOfStores ? remembered.stores() : remembered.counts();
    TableIdentity after = isOfStores ? now.stores() : now.counts();
    return new CommandFailedException(
        ("application %s has written to table %s, and table %s may lack what is in that: run"
                + " `./stores rebuild --table %s`, and start again when it is complete")
            .formatted(applicationId, before, after, storesTable));
  }
}
