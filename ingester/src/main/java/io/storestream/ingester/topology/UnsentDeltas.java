package io.storestream.ingester.topology;

import io.storestream.dynamodb.writer.WriterSession;
import io.storestream.ingester.counts.DeltaSums;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.StoreVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of counts that a task has not sent yet, added up in memory.
 *
 * <p>The state of each store names the delta that counts it, and the locations that count it until
 * then. So no crash loses a change: the next task finds the states whose delta was not sent, and
 * adds them up again. Owned by the task's stream thread.
 */
final class UnsentDeltas implements AutoCloseable {

  private final AppliedChanges applied;
  private final String source;
  private final WriterSession counts;
  private final Duration timeToCommit;
  private final DeltaSums sums;
  private Instant sent = Instant.EPOCH;

  /**
   * Begins with no changes.
   *
   * @param applied remembers the last delta that was sent
   * @param source of the deltas
   * @param counts is told how many counts are to come, and is closed with this
   */
  UnsentDeltas(
      AppliedChanges applied, String source, WriterSession counts, TopologyOptions options) {
    this.applied = applied;
    this.source = source;
    this.counts = counts;
    this.timeToCommit = options.commitInterval().multipliedBy(2);
    this.sums = new DeltaSums(options.deltaInterval());
  }

  /** Adds the change of a store whose state another task has left, if it is not sent yet. */
  void restore(StoreVersion version) {
    String before = version.withDeltasSent(applied.sentDeltas()).countedBefore();
    if (before != null) {
      sums.add(before, version.locations());
    }
  }

  /**
   * Adds the change of a store that is accepted.
   *
   * @param known {@code null} if it is the first version
   * @return the next version, which names the delta that counts it
   */
  StoreVersion count(@Nullable StoreVersion known, StoreVersion next) {
    long sent = applied.sentDeltas();
    StoreVersion counted = next.withDeltasSent(sent);
    String from = known == null ? StoreVersion.NOWHERE : known.locations();
    if (from.equals(next.locations())) {
      return counted; // most changes are no move, and need no path parsed
    }
    sums.add(from, next.locations());
    // If the store has moved before in the same delta, its first locations still count it.
    String before = counted.countedBefore();
    return counted.countedBy(sent + 1, before == null ? from : before);
  }

  /**
   * Sends the sums if they are due. In the transaction that also remembers it.
   *
   * @param forward sends a delta
   */
  void sendIfDue(Instant now, Consumer<LocationDelta> forward) {
    if (sums.isDue(now)) {
      send(now, forward);
    }
    announce(now);
  }

  /**
   * Announces the counts that are to come: no consumer lag shows them before they are committed.
   */
  void announce(Instant now) {
    Duration since = Duration.between(sent, now);
    boolean isCommitted = since.isNegative() || since.compareTo(timeToCommit) > 0;
    if (sums.size() > 0 || isCommitted) {
      counts.announce(sums.size());
    }
  }

  private void send(Instant now, Consumer<LocationDelta> forward) {
    long sequence = applied.sentDeltas() + 1;
    List<LocationDelta> deltas = sums.take(source, sequence, now);
    if (!deltas.isEmpty()) { // else the same number is used again, and the same stores name it
      deltas.forEach(forward);
      applied.setSentDeltas(sequence);
      sent = now;
    }
  }

  @Override
  public void close() {
    counts.close();
  }
}
