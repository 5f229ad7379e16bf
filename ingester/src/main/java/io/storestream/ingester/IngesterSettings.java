package io.storestream.ingester;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The settings of an ingester, made by a {@link #builder}. Immutable.
 *
 * @param applicationId of Kafka Streams: consumer group, prefix of internal topics and transactions
 * @param topic of the change events
 * @param partitions how many tasks can resolve events in parallel; empty takes the partitions of
 *     existing topics, and {@link #DEFAULT_PARTITIONS} for new ones
 * @param threads stream threads of this process
 * @param stateDir the local state, which is restored from Kafka if it is lost
 * @param commitInterval how long a transaction is open: longer costs less, and delays each event by
 *     half of it on average
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxInFlight write requests in flight at once
 * @param fromBeginning whether the application must be a new one that reads every event of the
 *     topic
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
    int maxInFlight,
    boolean fromBeginning) {

  /** Partitions of the topics that are created. */
  public static final int DEFAULT_PARTITIONS = 6;

  /** The clocks of upstream systems are rarely further off. */
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

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be one or more: " + value);
    }
  }

  /** Returns a builder that has the defaults of the {@code ingest} command. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds settings. Not thread-safe. */
  public static final class Builder {

    private String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;
    private String topic = Topics.STORE_CHANGES;
    private OptionalInt partitions = OptionalInt.empty();
    private int threads = Runtime.getRuntime().availableProcessors();
    private Path stateDir = Path.of(System.getProperty("user.home"), ".storestream", "state");
    // The default of Kafka Streams for exactly-once.
    private Duration commitInterval = Duration.ofMillis(100);
    private Duration maxAhead = DEFAULT_MAX_AHEAD;
    private String table = StoresTable.DEFAULT_NAME;
    private Billing billing = new Billing.OnDemand();
    private int maxInFlight = DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT;
    private boolean fromBeginning;

    private Builder() {}

    public Builder applicationId(String id) {
      applicationId = id;
      return this;
    }

    public Builder topic(String name) {
      topic = name;
      return this;
    }

    /** One or more; the default takes the partitions of existing topics. */
    public Builder partitions(int count) {
      return partitions(OptionalInt.of(count));
    }

    public Builder partitions(OptionalInt count) {
      partitions = count;
      return this;
    }

    /** One or more; the default is one per processor. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    public Builder stateDir(Path directory) {
      stateDir = directory;
      return this;
    }

    public Builder commitInterval(Duration interval) {
      commitInterval = interval;
      return this;
    }

    public Builder maxAhead(Duration limit) {
      maxAhead = limit;
      return this;
    }

    public Builder table(String name) {
      table = name;
      return this;
    }

    public Builder billing(Billing mode) {
      billing = mode;
      return this;
    }

    /** One or more. */
    public Builder maxInFlight(int requests) {
      maxInFlight = requests;
      return this;
    }

    public Builder fromBeginning(boolean required) {
      fromBeginning = required;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public IngesterSettings build() {
      return new IngesterSettings(
          applicationId,
          topic,
          partitions,
          threads,
          stateDir,
          commitInterval,
          maxAhead,
          table,
          billing,
          maxInFlight,
          fromBeginning);
    }
  }
}
