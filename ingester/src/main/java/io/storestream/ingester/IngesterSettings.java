package io.storestream.ingester;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.ingester.command.Ingester;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an {@link Ingester} does and with how much.
 *
 * @param applicationId of Kafka Streams: consumer group, prefix of internal topics and transactions
 * @param topic the change events'
 * @param partitions how many tasks may resolve events in parallel; empty takes what the topics
 *     have, and {@link #DEFAULT_PARTITIONS} for new ones
 * @param threads stream threads of this process
 * @param stateDir where the local state is; what is lost there is read back from Kafka
 * @param commitInterval how long a transaction is open: longer costs less, and delays each event by
 *     half of it on average
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxInFlight write requests on their way at once
 * @param fromBeginning whether the application must be a new one that reads every event there was
 */
public record IngesterSettings(
    String applicationId,
    String topic,
    OptionalInt partitions,
    int threads,
    Path stateDir,
    Duration commitInterval,
    Duration maxAhead,
    String table,
    Billing billing,
    WriteMode writes,
    int maxInFlight,
    boolean fromBeginning) {

  /** Partitions of the topics that are created. */
  public static final int DEFAULT_PARTITIONS = 6;

  /** That of Kafka Streams for exactly-once. */
  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(100);

  /** Clocks of upstream systems are rarely further off. */
  public static final Duration DEFAULT_MAX_AHEAD = Duration.ofMinutes(5);

  /** Checks the numbers. */
  public IngesterSettings {
    requirePositive("partitions", partitions.orElse(1));
    requirePositive("threads", threads);
    requirePositive("maxInFlight", maxInFlight);
    if (maxAhead.isNegative()) {
      throw new IllegalArgumentException("maxAhead must not be negative: " + maxAhead);
    }
  }

  /** Settings of an application that goes on where it was, or begins wherever its topic does. */
  public IngesterSettings(
      String applicationId,
      String topic,
      OptionalInt partitions,
      int threads,
      Path stateDir,
      Duration commitInterval,
      Duration maxAhead,
      String table,
      Billing billing,
      WriteMode writes,
      int maxInFlight) {
    this(
        applicationId,
        topic,
        partitions,
        threads,
        stateDir,
        commitInterval,
        maxAhead,
        table,
        billing,
        writes,
        maxInFlight,
        false);
  }

  /** Returns the settings that a process has if nobody says otherwise. */
  public static IngesterSettings defaults() {
    return new IngesterSettings(
        InternalTopics.DEFAULT_APPLICATION_ID,
        Topics.STORE_CHANGES,
        OptionalInt.empty(),
        Runtime.getRuntime().availableProcessors(),
        Path.of(System.getProperty("user.home"), ".storestream", "state"),
        DEFAULT_COMMIT_INTERVAL,
        DEFAULT_MAX_AHEAD,
        StoresTable.DEFAULT_NAME,
        new Billing.OnDemand(),
        WriteMode.CONDITIONAL,
        DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be one or more: " + value);
    }
  }
}
