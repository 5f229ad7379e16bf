package io.storestream.benchmarks.comparison;

import static io.storestream.benchmarks.contestant.Contestant.BARE;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.contestant.BareProducer;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** A file that is published as events. */
final class Produce implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, BARE);

  @Override
  public String name() {
    return "produce";
  }

  @Override
  public String description() {
    return "`produce` publishes a CSV file; bare is a producer that sends the same bytes. The rate is"
        + " taken at the broker, so reading the file a first time to check it does not count.";
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    Events events = Events.now();
    try (KafkaAdmin admin = KafkaAdmin.connect(bench.kafka())) {
      return Loads.inTurn(
          bench,
          round,
          CONTESTANTS,
          contestant -> {
            String topic = "produce-%d-%s".formatted(round, contestant.label());
            Events.createTopic(bench, topic);
            LongSupplier published =
                () -> admin.endOffsets(topic).values().stream().mapToLong(it -> it).sum();
            try (ChildProcess process =
                bench.start(contestant.label(), command(bench, contestant, topic, events))) {
              Run run = Run.watch(bench, process, published, bench.stores().count());
              process.stop();
              requireExactly(published.getAsLong(), run.total());
              return List.of(run.toResult(name(), contestant.label()));
            }
          });
    }
  }

  private static ProgramCommand command(
      Workbench bench, Contestant contestant, String topic, Events events) {
    String broker = bench.kafka().bootstrapServers();
    return contestant == STORESTREAM
        ? Programs.storestream(
            "produce",
            List.of(bench.stores().file().toString(), "--as-of", events.updatedAt().toString()),
            List.of("--bootstrap-servers", broker, "--topic", topic))
        : ProgramCommand.java(BareProducer.class, broker, topic, file(bench, events).toString());
  }

  /** Writes the keys and values of the events to a file, each after its length. */
  private static Path file(Workbench bench, Events events) {
    Path file = bench.directory().resolve("events");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      bench
          .stores()
          .forEach(
              store -> {
                write(out, Events.key(store));
                write(out, events.value(store));
              });
      return file;
    } catch (IOException e) {
      throw new CommandFailedException("can't write %s: %s".formatted(file, e), e);
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) {
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireExactly(long published, long stores) {
    if (published != stores) {
      throw new CommandFailedException(
          "%,d events were published, not %,d: the figures are void".formatted(published, stores));
    }
  }
}
