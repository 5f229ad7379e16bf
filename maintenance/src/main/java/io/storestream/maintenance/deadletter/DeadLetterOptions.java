package io.storestream.maintenance.deadletter;

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
      defaultValue = "${env:STORES_TOPIC:-" + Topics.STORE_CHANGES + "}",
      description =
          "Topic of the change events; their dead letters are in NAME-dlq. Default:"
              + " $${STORES_TOPIC}, else "
              + Topics.STORE_CHANGES
              + ".")
  private String topic = Topics.STORE_CHANGES;

  @Option(
      names = "--exception",
      paramLabel = "NAME",
      defaultValue = "${env:STORES_DLQ_EXCEPTION:-}",
      description =
          "Only those of this exception, such as InvalidEvent, FutureEvent or RejectedWrite. Default:"
              + " $${STORES_DLQ_EXCEPTION}, else all.")
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
