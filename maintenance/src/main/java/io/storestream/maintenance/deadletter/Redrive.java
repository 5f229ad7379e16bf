package io.storestream.maintenance.deadletter;

import io.storestream.cli.Progress;
import io.storestream.cli.Summary;
import io.storestream.maintenance.deadletter.DeadLetterReader.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the rest of the dead-letter topic to a sink, one partition after the other, one
 * transaction per batch. Used once, by one thread.
 */
final class Redrive {

  private final DeadLetterReader reader;
  private final RedriveSink sink;
  private final @Nullable String exception;
  private final Consumer<DeadLetterRecord> onLeftOut;
  private Report report = Report.NONE;
  private long offsetsDone;

  /**
   * @param exception the only one to redrive, or {@code null} for all
   * @param onLeftOut gets what can't be redriven, once it is passed
   */
  Redrive(
      DeadLetterReader reader,
      RedriveSink sink,
      @Nullable String exception,
      Consumer<DeadLetterRecord> onLeftOut) {
    this.reader = reader;
    this.sink = sink;
    this.exception = exception;
    this.onLeftOut = onLeftOut;
  }

  /**
   * Redrives.
   *
   * @param ranges what the topic holds; what comes later, such as the same dead letters once more,
   *     is left for another time
   * @param positions how far each partition has been redriven; none is the start
   * @throws io.storestream.cli.CommandFailedException if it can't be done to the end; what is done
   *     by then stays done
   */
  Report run(List<OffsetRange> ranges, Map<TopicPartition, RedrivePosition> positions) {
    List<OffsetRange> remaining =
        ranges.stream()
            .map(it -> it.from(position(positions, it.partition()).next(exception)))
            .toList();
    long offsets = remaining.stream().mapToLong(OffsetRange::length).sum();
    try (Progress progress = Progress.start("redriving", "offsets", offsets)) {
      for (OffsetRange range : remaining) {
        TopicPartition partition = range.partition();
        long doneBefore = offsetsDone;
        RedrivePosition position = position(positions, partition);
        reader.read(
            range,
            (deadLetters, next) -> {
              redrive(deadLetters, partition, position, next);
              offsetsDone = doneBefore + next - range.start();
              progress.update(offsetsDone);
            });
      }
    }
    return report;
  }

  private static RedrivePosition position(
      Map<TopicPartition, RedrivePosition> positions, TopicPartition partition) {
    return positions.getOrDefault(partition, RedrivePosition.START);
  }

  private void redrive(
      List<DeadLetterRecord> deadLetters,
      TopicPartition partition,
      RedrivePosition position,
      long next) {
    List<DeadLetterRecord> complete = new ArrayList<>();
    List<DeadLetterRecord> leftOut = new ArrayList<>();
    for (DeadLetterRecord deadLetter : deadLetters) {
      if (isWanted(deadLetter) && !position.isPast(deadLetter)) {
        (deadLetter.leftOutBytes() == null ? complete : leftOut).add(deadLetter);
      }
    }
    sink.publish(complete, partition, position.advancedTo(next, exception));
    leftOut.forEach(onLeftOut);
    int skipped = deadLetters.size() - complete.size() - leftOut.size();
    report = report.plus(new Report(complete.size(), skipped, leftOut.size()));
  }

  private boolean isWanted(DeadLetterRecord deadLetter) {
    return exception == null || exception.equals(deadLetter.exception());
  }

  /**
   * What a redrive did.
   *
   * @param redriven published again; in a dry run, what would be
   * @param skipped of another exception than asked for, or redriven before
   * @param leftOut not redriven, as their values were too large for the dead-letter topic
   */
  record Report(long redriven, long skipped, long leftOut) {

    static final Report NONE = new Report(0, 0, 0);

    Report plus(Report other) {
      return new Report(
          redriven + other.redriven, skipped + other.skipped, leftOut + other.leftOut);
    }

    Summary toSummary(boolean dryRun) {
      return new Summary()
          .add("dead letters read", redriven + skipped + leftOut)
          .add(dryRun ? "would be redriven" : "redriven", redriven)
          .add("skipped", skipped)
          .add("left out", leftOut);
    }
  }
}
