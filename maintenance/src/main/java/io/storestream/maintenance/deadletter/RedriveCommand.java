package io.storestream.maintenance.deadletter;

import io.storestream.cli.ExitCode;
import io.storestream.cli.SafeText;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.kafka.KafkaAdmin;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code dlq redrive} command. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes dead letters again, as they came, to the topic that they came from.",
      "",
      "Takes each dead letter once, however often this is called or killed: how far it has come is"
          + " the offset of the consumer group NAME-dlq-redrive, and moves in the same transaction."
          + " What fails once more is a new dead letter, for the next call. The dead-letter topic"
          + " stays as it is.",
      "",
      "The records keep their timestamps, and brokers delete by them: have `stores ingest` running,"
          + " so that old ones are read at once.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All that was asked for is redriven.",
      "1:Failed; a message says why. What was redriven by then stays redriven.",
      "2:The options make no sense.",
      "3:Redriven, but for dead letters whose values were left out as too large."
    })
final class RedriveCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DeadLetterOptions options = new DeadLetterOptions();

  @Option(
      names = "--dry-run",
      fallbackValue = "true",
      description = "Only count the dead letters that would be redriven.")
  @EnvironmentVariable("STORES_DLQ_DRY_RUN")
  private boolean dryRun;

  RedriveCommand() {}

  @Override
  public Integer call() {
    Redrive.Report report = redrive();
    report.toSummary(dryRun).printTo(System.out);
    return report.leftOut() == 0 ? ExitCode.OK : ExitCode.INPUT_REJECTED;
  }

  private Redrive.Report redrive() {
    DeadLetterTopic topic = options.topic();
    try (KafkaAdmin admin = KafkaAdmin.connect(options.kafka())) {
      topic.require(admin);
      topic.requireOrigin(admin);
      try (DeadLetterReader reader = DeadLetterReader.open(options.kafka());
          RedriveSink sink = sink(topic)) {
        Redrive redrive = new Redrive(reader, sink, options.exception(), this::nameLeftOut);
        return redrive.run(topic.ranges(admin), topic.redrivePositions(admin));
      }
    }
  }

  private RedriveSink sink(DeadLetterTopic topic) {
    return dryRun ? RedriveSink.none() : TransactionalSink.open(options.kafka(), topic);
  }

  private void nameLeftOut(DeadLetterRecord deadLetter) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.printf(
        "%s can't be redriven: its value of %,d bytes was left out as too large; the original is %s%n",
        deadLetter.position(),
        deadLetter.leftOutBytes(),
        SafeText.orUnknown(deadLetter.original()));
    err.flush();
  }
}
