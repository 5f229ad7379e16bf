package io.storestream.maintenance.deadletter;

import io.storestream.cli.ExitCode;
import io.storestream.cli.SafeText;
import io.storestream.cli.Summary;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.record.DeadLetterCause;
import io.storestream.maintenance.deadletter.DeadLetterReader.OffsetRange;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code dlq list} command. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what is in the dead-letter topic, oldest first in each partition, and counts it: all,"
          + " those that are not redriven, and each exception.",
      "",
      "With --format json the counts go to standard error, and standard output is one object a"
          + " line: its key, value and headers as text, or in base64 if they are not UTF-8."
    })
final class ListCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DeadLetterOptions options = new DeadLetterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most this many dead letters; all are counted. 0 shows all.")
  @EnvironmentVariable("STORES_DLQ_LIMIT")
  private long limit;

  @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
  @EnvironmentVariable("STORES_DLQ_FORMAT")
  private DeadLetterFormat format = DeadLetterFormat.TEXT;

  private final Map<String, Long> counts = new TreeMap<>();
  private long deadLetters;
  private long notRedriven;

  ListCommand() {}

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new ParameterException(spec().commandLine(), "--limit must be 0 or more, not " + limit);
    }
    DeadLetterTopic topic = options.topic();
    try (KafkaAdmin admin = KafkaAdmin.connect(options.kafka())) {
      topic.require(admin);
      list(topic, admin);
    }
    if (deadLetters == 0) {
      warn(emptiness(topic));
    }
    printCounts(format == DeadLetterFormat.JSON ? System.err : System.out);
    return ExitCode.OK;
  }

  private void list(DeadLetterTopic topic, KafkaAdmin admin) {
    Map<TopicPartition, RedrivePosition> positions = topic.redrivePositions(admin);
    try (DeadLetterReader reader = DeadLetterReader.open(options.kafka())) {
      for (OffsetRange range : topic.ranges(admin)) {
        RedrivePosition position = positions.getOrDefault(range.partition(), RedrivePosition.START);
        reader.read(range, (batch, next) -> batch.forEach(it -> list(it, position)));
      }
    }
  }

  private void list(DeadLetterRecord deadLetter, RedrivePosition position) {
    String exception = options.exception();
    if (exception != null && !exception.equals(deadLetter.exception())) {
      return;
    }
    deadLetters++;
    counts.merge(deadLetter.exception(), 1L, Long::sum);
    boolean redriven = position.isPast(deadLetter);
    notRedriven += redriven ? 0 : 1;
    if (limit == 0 || deadLetters <= limit) {
      format.print(deadLetter, redriven, System.out);
    }
  }

  private String emptiness(DeadLetterTopic topic) {
    String exception = options.exception();
    return exception == null
        ? "topic %s is empty".formatted(topic.name())
        : "topic %s has no dead letter of exception %s; those of ingesters are %s"
            .formatted(topic.name(), exception, known());
  }

  private static String known() {
    return Arrays.stream(DeadLetterCause.values())
        .map(DeadLetterCause::exception)
        .collect(Collectors.joining(", "));
  }

  private void printCounts(PrintStream out) {
    Summary summary =
        new Summary().add("dead letters", deadLetters).add("not redriven", notRedriven);
    counts.forEach((exception, count) -> summary.add(SafeText.of(exception), count));
    if (limit != 0 && deadLetters > limit) {
      summary.add("shown", limit);
    }
    summary.printTo(out);
  }

  private void warn(String line) {
    spec().commandLine().getErr().println(line);
    spec().commandLine().getErr().flush();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli runs this command");
  }
}
