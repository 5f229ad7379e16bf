package io.storestream.maintenance.deadletter;

import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Selects the dead letters of a command; a picocli mixin. */
final class DeadLetterOptions {

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of the change events; their dead letters are in NAME-dlq.")
  private String topic = Topics.STORE_CHANGES;

  @Option(
      names = "--exception",
      paramLabel = "NAME",
      description =
          "Only dead letters of this exception, such as InvalidEvent, FutureEvent or"
              + " RejectedWrite. Without it, all.")
  @EnvironmentVariable("STORES_DLQ_EXCEPTION")
  private String exception = "";

  DeadLetterOptions() {}

  KafkaOptions kafka() {
    return kafka;
  }

  DeadLetterTopic topic() {
    return new DeadLetterTopic(topic);
  }

  /** Returns the only exception that is asked for, or {@code null} for all. */
  @Nullable String exception() {
    return exception.isBlank() ? null : exception.strip();
  }
}
