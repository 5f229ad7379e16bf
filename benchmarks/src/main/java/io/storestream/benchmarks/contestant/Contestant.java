package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A program that takes part in measurements, as a separate process. */
public enum Contestant {
  /** {@code ingest} and the other commands of this project. */
  STORESTREAM,
  /** Apache Flink's Kafka source and DynamoDB sink; built with the profile {@code flink} only. */
  FLINK,
  /** A plain consumer with {@code BatchWriteItem}: no order, no history, no conditions. */
  CONSUMER,
  /** The loop that does as little as possible for a result. */
  BARE;

  /** Returns the name in options and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the names of contestants. */
  public static List<String> labels(Contestant... contestants) {
    return Stream.of(contestants).map(Contestant::label).toList();
  }

  /**
   * Starts to write the events of a topic to a table of the stand-in. storestream goes on until it
   * is stopped; the others end.
   *
   * @param table new
   * @param passes how often the contestant reads the topic from its start to its end; storestream
   *     reads it once
   * @param options further options of storestream
   */
  public ChildProcess startLoad(
      Workbench bench, String topic, String table, int passes, String... options) {
    String broker = bench.kafka().bootstrapServers();
    String endpoint = bench.standIn().endpoint().toString();
    String times = Integer.toString(passes);
    ProgramCommand command =
        switch (this) {
          case STORESTREAM ->
              Programs.storestream(
                  "ingest",
                  List.of("--topic", topic, "--table", table, "--application-id", table),
                  List.of("--state-dir", bench.directory().resolve(table).toString()),
                  List.of("--bootstrap-servers", broker, "--management-port", "0"),
                  List.of(options));
          case FLINK -> Programs.flink(List.of(broker, topic, endpoint, table, times));
          case CONSUMER ->
              ProgramCommand.java(
                  NaiveConsumer.class, broker, topic, endpoint, table, times, "false");
          case BARE -> throw new IllegalArgumentException("a bare loop writes no events");
        };
    return bench.start(label(), command.withEnvironment(Programs.emulator(endpoint)));
  }

  /**
   * Returns the program that writes the events of a topic to a table until it is killed. Started
   * again with the same arguments, it goes on: storestream from its local state, Flink from its
   * newest checkpoint, the consumer from its committed offsets.
   *
   * @param table also the name of its consumer group
   * @param endpoint of DynamoDB
   * @param skipUnusable whether a peer skips events that it can't read; otherwise it ends with
   *     {@link UnusableEventException#EXIT_CODE}. storestream always sends them to a topic
   */
  public ProgramCommand follow(
      Workbench bench, String topic, String table, URI endpoint, boolean skipUnusable) {
    String broker = bench.kafka().bootstrapServers();
    String state = bench.directory().resolve(table).toString();
    String skip = Boolean.toString(skipUnusable);
    ProgramCommand command =
        switch (this) {
          case STORESTREAM ->
              Programs.storestream(
                  "ingest",
                  List.of("--topic", topic, "--table", table, "--application-id", table),
                  List.of("--bootstrap-servers", broker, "--kafka-config", shortSession(bench)),
                  List.of("--state-dir", state, "--management-port", "0"));
          case FLINK ->
              Programs.flink(List.of(broker, topic, endpoint.toString(), table, "0", skip, state));
          case CONSUMER ->
              ProgramCommand.java(
                  NaiveConsumer.class, broker, topic, endpoint.toString(), table, "0", skip);
          case BARE -> throw new IllegalArgumentException("a bare loop writes no events");
        };
    return command.withEnvironment(Programs.emulator(endpoint.toString()));
  }

  private static String shortSession(Workbench bench) {
    Path file = bench.directory().resolve("kafka.properties");
    StringBuilder settings = new StringBuilder();
    Programs.SHORT_SESSION.forEach(
        (name, value) -> settings.append(name).append('=').append(value).append('\n'));
    try {
      return Files.writeString(file, settings).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
