package io.storestream.maintenance.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.CommitBarrier;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.WaitingEvents;
import io.storestream.maintenance.verify.counts.CountCorrections;
import io.storestream.maintenance.verify.counts.CountRows;
import io.storestream.maintenance.verify.counts.CountsCheck;
import io.storestream.maintenance.verify.counts.ExpectedCounts;
import io.storestream.maintenance.verify.counts.StateCountsCheck;
import io.storestream.maintenance.verify.counts.WrongCounts;
import io.storestream.maintenance.verify.counts.WrongStateCounts;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.maintenance.verify.state.UnreadableRecords;
import io.storestream.maintenance.verify.table.ConditionalWrites;
import io.storestream.maintenance.verify.table.ItemReader;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Compares a table with the {@code stores} topic, item by item, and its table of counts with a
 * count of the topic, and repairs them. Ingesters may be writing meanwhile. Takes about 140 bytes
 * of memory a store. For one thread.
 *
 * <pre>{@code
 * try (TableVerification verification = TableVerification.open(settings, kafka, dynamoDb, stop)) {
 *   if (!verification.verify().isClean()) {
 *     verification.repair();
 *     verification.verify().printDifferences(System.out);
 *   }
 * }
 * }</pre>
 */
public final class TableVerification implements AutoCloseable {

  /** Requests in flight at once, without those of the scan. */
  private static final int MAX_IN_FLIGHT = 16;

  /** The number of extra items that a repair may delete, whatever the size of the table. */
  private static final int MAX_EXTRA = 100;

  private final VerifySettings settings;
  private final boolean hasCells;
  private final Duration maxDelay;
  private final StopSignal stop;
  private final KafkaAdmin kafka;
  private final DynamoDbAsyncClient dynamoDb;
  private final StoresReader topic;
  private final ItemReader items;
  private final CountRows countRows;
  private @Nullable Found found;

  private record Found(
      ComparisonsByStore stores, WrongCounts counts, WrongStateCounts stateCounts) {}

  private TableVerification(
      VerifySettings settings,
      boolean hasCells,
      Duration maxDelay,
      KafkaOptions options,
      StopSignal stop,
      KafkaAdmin kafka,
      DynamoDbAsyncClient dynamoDb) {
    this.settings = settings;
    this.hasCells = hasCells;
    this.maxDelay = maxDelay;
    this.stop = stop;
    this.kafka = kafka;
    this.dynamoDb = dynamoDb;
    this.topic = new StoresReader(kafka, options, stop);
    this.items = new ItemReader(dynamoDb, settings.table(), stop);
    this.countRows = new CountRows(dynamoDb, settings.table(), stop);
  }

  /**
   * Connects. Once this returns, topic and table are there and have the right shape.
   *
   * @param stop ends what is going on, with a {@link CommandFailedException}
   * @throws CommandFailedException if Kafka or DynamoDB can't be used, the topic or the table is
   *     absent, or has another shape
   */
  public static TableVerification open(
      VerifySettings settings, KafkaOptions options, DynamoDbEndpoint endpoint, StopSignal stop) {
    DynamoDbAsyncClient dynamoDb =
        DynamoDbClients.forBulk(endpoint, Math.max(settings.segments(), MAX_IN_FLIGHT));
    return open(settings, options, dynamoDb, stop, Recheck.MAX_DELAY);
  }

  /**
   * Connects, as {@link #open(VerifySettings, KafkaOptions, DynamoDbEndpoint, StopSignal)}.
   *
   * @param dynamoDb is closed with the verification, or if this fails
   * @param maxDelay how long a change may be in flight from the topic to the table
   */
  static TableVerification open(
      VerifySettings settings,
      KafkaOptions options,
      DynamoDbAsyncClient dynamoDb,
      StopSignal stop,
      Duration maxDelay) {
    KafkaAdmin kafka = null;
    try {
      kafka = KafkaAdmin.connect(options);
      StoresTopic.require(kafka);
      boolean hasCells = TableSetup.ofStores(dynamoDb, settings.table()).requireExists().hasCells();
      TableSetup.ofCounts(dynamoDb, settings.table()).requireExists();
      return new TableVerification(settings, hasCells, maxDelay, options, stop, kafka, dynamoDb);
    } catch (RuntimeException e) {
      if (kafka != null) {
        kafka.close();
      }
      dynamoDb.close();
      throw e;
    }
  }

  /**
   * Compares.
   *
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  public VerifyReport verify() {
    found = null; // that of an earlier call, before more is collected
    Instant begin = Instant.now();
    FirstCheck first = new FirstCheck(topic, dynamoDb, settings, stop);
    first.run();
    ComparisonsByStore comparisons = first.comparisons();

    CommitBarrier barrier = new CommitBarrier(kafka, settings.applicationId());
    ExpectedCounts expected = ExpectedCounts.of(comparisons, hasCells);
    new Recheck(topic, items, barrier, expected, first.unreadable(), stop, maxDelay)
        .run(comparisons);
    WrongCounts wrong = new CountsCheck(topic, countRows, barrier, expected, stop, maxDelay).run();
    WrongStateCounts wrongInState = checkStateCounts(comparisons);
    found = new Found(comparisons, wrong, wrongInState);

    Reporter reporter = new Reporter(topic, items, settings.examples());
    reporter.count(comparisons);
    ComparisonsByStore.Population population = comparisons.population();
    WaitingEvents.Count waiting = new WaitingEvents(kafka, settings.applicationId()).count(stop);
    return new VerifyReport(
        new VerifyReport.Stores(
            population.inTopic(),
            first.itemsInTable(),
            population.equal(),
            reporter.counts(),
            reporter.examples()),
        new VerifyReport.Counts(
            wrong.locations(),
            wrong.size(),
            wrong.examples(settings.examples()),
            wrongInState.size(),
            wrongInState.examples(settings.examples())),
        new VerifyReport.Records(
            first.unreadable().count(), first.unreadable().examples(), first.misplaced()),
        waiting,
        Duration.between(begin, Instant.now()));
  }

  /**
   * Repairs what the last verification found: writes the topic's states, deletes the items that the
   * topic does not have, and has the ingesters correct the counts in their state. Items that have
   * changed since stay. Only another verification can tell what still differs.
   *
   * @return how many items were written or deleted, and counts of the state corrected
   * @throws CommandFailedException if the topic or the table can't be used, or if stopped; what has
   *     been repaired by then stays
   * @throws IllegalStateException if nothing has been verified
   */
  public long repair() {
    Found differences = found;
    if (differences == null) {
      throw new IllegalStateException("verify first");
    }
    found = null;
    requireMoreRightThanExtra(differences.stores());
    // An ingester that restarted meanwhile may have written again what it had not committed: the
    // topic has that now.
    CommitBarrier barrier = new CommitBarrier(kafka, settings.applicationId());
    new Recheck(
            topic,
            items,
            barrier,
            ExpectedCounts.of(differences.stores(), hasCells),
            new UnreadableRecords(0),
            stop,
            maxDelay)
        .run(differences.stores());
    ConditionalWrites stores =
        new ConditionalWrites(dynamoDb, settings.table(), StoresTable.STORE_NUMBER, MAX_IN_FLIGHT);
    ConditionalWrites counts =
        new ConditionalWrites(
            dynamoDb, CountsTable.nameFor(settings.table()), CountsTable.PARENT, MAX_IN_FLIGHT);
    WrongStateCounts wrongInState =
        differences.stateCounts().confirmedBy(checkStateCounts(differences.stores()));
    new CountCorrections(kafka, settings.applicationId()).send(wrongInState.corrections());
    return new Repair(topic, items, stores).run(differences.stores())
        + differences.counts().repair(counts)
        + wrongInState.size();
  }

  private WrongStateCounts checkStateCounts(ComparisonsByStore comparisons) {
    return new StateCountsCheck(kafka, settings.applicationId(), comparisons, stop).run();
  }

  /** Deleting most of a table is hardly ever intended. */
  private void requireMoreRightThanExtra(ComparisonsByStore comparisons) {
    ComparisonsByStore.Population population = comparisons.population();
    long extra = population.extra();
    if (extra > MAX_EXTRA && extra > population.existing() - extra) {
      throw new CommandFailedException(
          ("%,d items are extra, more than half of table %s: is it the right topic"
                  + " (--bootstrap-servers), and is it complete? If the items are to go, delete the"
                  + " table and run `./stores rebuild --table %s`")
              .formatted(extra, settings.table(), settings.table()));
    }
  }

  @Override
  public void close() {
    topic.close();
    dynamoDb.close();
    kafka.close();
  }
}
