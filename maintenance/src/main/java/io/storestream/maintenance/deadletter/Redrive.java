package io.storestream.maintenance.deadletter;

import io.storestream.cli.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is left of the dead-letter topic to a sink, a partition after the other, a transaction
 * a batch. Used once, by one thread.
 */
final class Redrive {

  private final DeadLetterReader reader;
  private final LetterSink sink;
  private final @Nullable String exception;
  private final Consumer<DeadLetterRecord> onLeftOut;
  private RedriveReport report = RedriveReport.NONE;
  private long offsetsDone;

  /**
   * @param exception the only one to redrive, or {@code null} for all
   * @param onLeftOut gets what can't be redriven, once it is passed
   */
  Redrive(
      DeadLetterReader reader,
      LetterSink sink,
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
  RedriveReport run(List<OffsetRange> ranges, Map<TopicPartition, RedrivePosition> positions) {
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
            (letters, next) -> {
              redrive(letters, partition, position, next);
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
      List<DeadLetterRecord> letters,
      TopicPartition partition,
      RedrivePosition position,
      long next) {
    List<DeadLetterRecord> complete = new ArrayList<>();
    List<DeadLetterRecord> leftOut = new ArrayList<>();
    for (DeadLetterRecord letter : letters) {
      if (isWanted(letter) && !position.isPast(letter)) {
        (letter.leftOutBytes() == null ? complete : leftOut).add(letter);
      }
    }
    sink.publish(complete, partition, position.advancedTo(next, exception));
    leftOut.forEach(onLeftOut);
    int skipped = letters.size() - complete.size() - leftOut.size();
    report = report.plus(new RedriveReport(complete.size(), skipped, leftOut.size()));
  }

  private boolean isWanted(DeadLetterRecord letter) {
    return exception == null || exception.equals(letter.exception());
  }
}
