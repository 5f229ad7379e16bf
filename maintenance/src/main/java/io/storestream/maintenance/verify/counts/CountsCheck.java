package io.storestream.maintenance.verify.counts;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.CommitBarrier;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compares the table of counts with the topic, and checks again what differs until no running
 * ingester explains it: a change may be in flight from the topic to its counts as long as from the
 * topic to the table. For one thread.
 */
public final class CountsCheck {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final StoresReader topic;
  private final CountRows rows;
  private final CommitBarrier barrier;
  private final ExpectedCounts expected;
  private final StopSignal stop;
  private final Duration maxDelay;

  public CountsCheck(
      StoresReader topic,
      CountRows rows,
      CommitBarrier barrier,
      ExpectedCounts expected,
      StopSignal stop,
      Duration maxDelay) {
    this.topic = topic;
    this.rows = rows;
    this.barrier = barrier;
    this.expected = expected;
    this.stop = stop;
    this.maxDelay = maxDelay;
  }

  /**
   * Compares.
   *
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  public WrongCounts run() {
    CountsMatch match = new CountsMatch(expected);
    rows.scan(match::accept);
    Set<Location> candidates = match.candidates();

    Instant trackedSince = Instant.now();
    expected.track(candidates);
    Map<Location, CountRow> seen = new HashMap<>();
    while (!candidates.isEmpty()) {
      Instant readAt = Instant.now();
      seen = rows.read(candidates);
      barrier.await(stop);
      topic.readOn(expected::follow);
      Instant since = readAt.minus(maxDelay);
      Map<Location, CountRow> now = seen;
      candidates.removeIf(it -> expected.explains(it, CountRow.countOf(now.get(it)), since));
      if (expected.newestChange().isBefore(since) || trackedSince.isBefore(since)) {
        break;
      }
      if (!candidates.isEmpty() && stop.await(PAUSE)) {
        throw new CommandFailedException("stopped while checking counts again");
      }
    }
    seen.keySet().retainAll(candidates);
    Map<Location, Long> right = new HashMap<>();
    candidates.forEach(it -> right.put(it, expected.count(it)));
    return new WrongCounts(match.locations(), right, seen, match.unknownItems());
  }
}
