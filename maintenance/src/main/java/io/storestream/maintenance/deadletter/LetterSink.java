package io.storestream.maintenance.deadletter;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where a redrive takes the dead letters. */
interface LetterSink extends AutoCloseable {

  /**
   * Takes dead letters and the position behind them, all or nothing.
   *
   * @param letters may be empty
   * @param partition of the dead-letter topic
   * @param reached the partition's position once they are published
   * @throws io.storestream.cli.CommandFailedException if nothing of it was taken, or nobody knows
   */
  void publish(List<DeadLetterRecord> letters, TopicPartition partition, RedrivePosition reached);

  @Override
  void close();

  /** Returns a sink that forgets everything: for a dry run. */
  static LetterSink none() {
    return new LetterSink() {
      @Override
      public void publish(
          List<DeadLetterRecord> letters, TopicPartition partition, RedrivePosition reached) {}

      @Override
      public void close() {}
    };
  }
}
