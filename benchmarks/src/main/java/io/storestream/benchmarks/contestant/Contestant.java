package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
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
   */
  public ChildProcess startLoad(Workbench bench, String topic, String table, int passes) {
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
                  List.of("--bootstrap-servers", broker, "--management-port", "0"));
          case FLINK -> Programs.flink(List.of(broker, topic, endpoint, table, times));
          case CONSUMER ->
              ProgramCommand.java(NaiveConsumer.class, broker, topic, endpoint, table, times);
          case BARE -> throw new IllegalArgumentException("a bare loop writes no events");
        };
    return bench.start(label(), command.withEnvironment(Programs.emulator(endpoint)));
  }
}
