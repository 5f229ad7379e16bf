package io.storestream.ingester;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import io.storestream.model.event.EpochUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of an ingester, made by a {@link #builder}. Immutable. */
public final class IngesterSettings {

  /** Partitions of the topics that are created. */
  public static final int DEFAULT_PARTITIONS = 6;

  /** The clocks of upstream systems are rarely further off. */
  public static final Duration DEFAULT_MAX_AHEAD = Duration.ofMinutes(5);

  /**
   * Twice that of Kafka Streams for exactly-once: a transaction costs the broker about the same
   * however much it holds.
   */
  private static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);

  /** What a write that waits takes in the heap: a store, its key, and its place in two queues. */
  private static final int BYTES_PER_PENDING = 1024;

  private final String applicationId;
  private final String topic;
  private final OptionalInt partitions;
  private final int threads;
  private final Path stateDir;
  private final Duration commitInterval;
  private final Duration maxAhead;
  private final @Nullable EpochUnit epoch;
  private final Set<ChangeFormat> formats;
  private final StoreMapping mapping;
  private final @Nullable RegistryAccess registry;
  private final String table;
  private final Billing billing;
  private final boolean geo;
  private final int maxInFlight;
  private final int maxPending;
  private final boolean fromBeginning;

  private IngesterSettings(Builder builder) {
    applicationId = builder.applicationId;
    topic = builder.topic;
    partitions = builder.partitions;
    threads = builder.threads;
    stateDir = builder.stateDir;
    commitInterval = builder.commitInterval;
    maxAhead = builder.maxAhead;
    epoch = builder.epoch;
    formats = Set.copyOf(builder.formats);
    mapping = builder.mapping;
    registry = builder.registry;
    table = builder.table;
    billing = builder.billing;
    geo = builder.geo;
    maxInFlight = builder.maxInFlight;
    maxPending = builder.maxPending;
    fromBeginning = builder.fromBeginning;
    requirePositive("partitions", partitions.orElse(1));
    requirePositive("threads", threads);
    requirePositive("maxInFlight", maxInFlight);
    requirePositive("maxPending", maxPending);
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

  /**
   * Application ID of Kafka Streams: consumer group, prefix of internal topics and transactions.
   */
  public String applicationId() {
    return applicationId;
  }

  /** Topic of the change events. */
  public String topic() {
    return topic;
  }

  /**
   * How many tasks can resolve events in parallel; empty takes the partitions of the internal
   * topics that exist, else of the topic of events, and {@link #DEFAULT_PARTITIONS} without both.
   */
  public OptionalInt partitions() {
    return partitions;
  }

  /**
   * Returns one stream thread for each two processors: the writer and Kafka's clients keep the
   * others busy.
   */
  public static int defaultThreads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Stream threads of this process, one or more. */
  public int threads() {
    return threads;
  }

  /** Directory of the local state, which is restored from Kafka if it is lost. */
  public Path stateDir() {
    return stateDir;
  }

  /**
   * How long a transaction is open: longer costs less, and delays each event by half of it on
   * average.
   */
  public Duration commitInterval() {
    return commitInterval;
  }

  /** How far an event's time may be ahead of this machine's clock. */
  public Duration maxAhead() {
    return maxAhead;
  }

  /** The unit of events' times that are numbers; {@code null} if such events are unusable. */
  public @Nullable EpochUnit epoch() {
    return epoch;
  }

  /** The formats of records that are read; all others are unusable. */
  public Set<ChangeFormat> formats() {
    return formats;
  }

  /** Where rows of databases hold the fields of a store. */
  public StoreMapping mapping() {
    return mapping;
  }

  /** The registry of the schemas behind whose IDs records are; {@code null} if there is none. */
  public @Nullable RegistryAccess registry() {
    return registry;
  }

  /** Name of the table of stores. */
  public String table() {
    return table;
  }

  /** Billing of tables that are created. */
  public Billing billing() {
    return billing;
  }

  /** Whether stores are counted and found by geohash cell, too. */
  public boolean geo() {
    return geo;
  }

  /** Write requests in flight at once, one or more. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** Returns how many writes, of about 1 KB, take a quarter of the heap with both tables. */
  public static int defaultMaxPending() {
    return (int)
        Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8 / BYTES_PER_PENDING);
  }

  /** How many writes may wait for one table before no more events are processed, one or more. */
  public int maxPending() {
    return maxPending;
  }

  /** Whether the application must be a new one that reads every event of the topic. */
  public boolean fromBeginning() {
    return fromBeginning;
  }

  /** Builds settings. Not thread-safe. */
  public static final class Builder {

    private String applicationId = InternalTopics.DEFAULT_APPLICATION_ID;
    private String topic = Topics.STORE_CHANGES;
    private OptionalInt partitions = OptionalInt.empty();
    private int threads = defaultThreads();
    private Path stateDir = Path.of(System.getProperty("user.home"), ".storestream", "state");
    private Duration commitInterval = DEFAULT_COMMIT_INTERVAL;
    private Duration maxAhead = DEFAULT_MAX_AHEAD;
    private @Nullable EpochUnit epoch;
    private Set<ChangeFormat> formats = EnumSet.allOf(ChangeFormat.class);
    private StoreMapping mapping = StoreMapping.STANDARD;
    private @Nullable RegistryAccess registry;
    private String table = StoresTable.DEFAULT_NAME;
    private Billing billing = new Billing.OnDemand();
    private boolean geo = true;
    private int maxInFlight = DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT;
    private int maxPending = defaultMaxPending();
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

    /** One or more; the default is one for each two processors. */
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

    public Builder epoch(@Nullable EpochUnit unit) {
      epoch = unit;
      return this;
    }

    /** One or more; the default is all. */
    public Builder formats(Set<ChangeFormat> read) {
      formats = read;
      return this;
    }

    public Builder mapping(StoreMapping ofRows) {
      mapping = ofRows;
      return this;
    }

    /** Without a registry, records behind the ID of a schema are unusable. */
    public Builder registry(@Nullable RegistryAccess access) {
      registry = access;
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

    /** Fixed for the life of an application ID; the default is true. */
    public Builder geo(boolean wanted) {
      geo = wanted;
      return this;
    }

    /** One or more. */
    public Builder maxInFlight(int requests) {
      maxInFlight = requests;
      return this;
    }

    /** One or more; the default takes a quarter of the heap for both tables. */
    public Builder maxPending(int writes) {
      maxPending = writes;
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
      return new IngesterSettings(this);
    }
  }
}
