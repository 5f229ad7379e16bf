package io.storestream.maintenance.verify.counts;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.CommitBarrier;
import io.storestream.maintenance.verify.state.TopicSide;
import io.storestream.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compares the table of counts with what the topic says, and looks again at what differs until no
 * running ingester explains it: a change may be on its way from the topic to its counts as long as
 * from the topic to the table. For one thread.
 */
public final class CountsCheck {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final TopicSide topic;
  private final CountRows rows;
  private final CommitBarrier barrier;
  private final ExpectedCounts expected;
  private final StopSignal stop;
  private final Duration settle;

  public CountsCheck(
      TopicSide topic,
      CountRows rows,
      CommitBarrier barrier,
      ExpectedCounts expected,
      StopSignal stop,
      Duration settle) {
    this.topic = topic;
    this.rows = rows;
    this.barrier = barrier;
    this.expected = expected;
    this.stop = stop;
    this.settle = settle;
  }

  /**
   * Compares.
   *
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  public WrongCounts run() {
    CountsMatch match = new CountsMatch(expected);
    rows.scan(match::accept);
    Set<Location> suspects = match.suspects();

    Instant trackedSince = Instant.now();
    expected.track(suspects);
    Map<Location, CountRow> seen = new HashMap<>();
    while (!suspects.isEmpty()) {
      Instant readAt = Instant.now();
      seen = rows.read(suspects);
      barrier.await(stop);
      topic.readOn(expected::follow);
      Instant since = readAt.minus(settle);
      Map<Location, CountRow> now = seen;
      suspects.removeIf(it -> expected.explains(it, CountRow.countOf(now.get(it)), since));
      if (expected.newestChange().isBefore(since) || trackedSince.isBefore(since)) {
        break;
      }
      if (!suspects.isEmpty() && stop.await(PAUSE)) {
        throw new CommandFailedException("stopped while looking again at counts");
      }
    }
    seen.keySet().retainAll(suspects);
    Map<Location, Long> right = new HashMap<>();
    suspects.forEach(it -> right.put(it, expected.count(it)));
    return new WrongCounts(match.places(), right, seen, match.strangers());
  }
}
