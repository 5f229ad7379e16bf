package io.storestream.maintenance.deadletter;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Where a redrive publishes the dead letters. */
interface RedriveSink extends AutoCloseable {

  /**
   * Publishes dead letters and commits the position after them, all or nothing.
   *
   * @param deadLetters may be empty
   * @param partition of the dead-letter topic
   * @param reached the partition's position once they are published
   * @throws io.storestream.cli.CommandFailedException if nothing was published, or the outcome is
   *     unknown
   */
  void publish(
      List<DeadLetterRecord> deadLetters, TopicPartition partition, RedrivePosition reached);

  @Override
  void close();

  /** Returns a sink that publishes nothing: for a dry run. */
  static RedriveSink none() {
    return new RedriveSink() {
      @Override
      public void publish(
          List<DeadLetterRecord> deadLetters, TopicPartition partition, RedrivePosition reached) {}

      @Override
      public void close() {}
    };
  }
}
