package io.storestream.maintenance.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.StoresTopic;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.StoreComparison;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.state.UnreadableRecords;
import io.storestream.maintenance.verify.table.TableScan;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the whole topic and the whole table at the same time. What differs after that may be in
 * flight, so that {@link Recheck} follows. For one thread, once.
 */
final class FirstCheck {

  private final StoresReader topic;
  private final DynamoDbAsyncClient dynamoDb;
  private final VerifySettings settings;
  private final StopSignal stop;
  private final ComparisonsByStore comparisons = new ComparisonsByStore();
  private final UnreadableRecords unreadable;
  private long itemsInTable;
  private long misplaced;

  FirstCheck(
      StoresReader topic, DynamoDbAsyncClient dynamoDb, VerifySettings settings, StopSignal stop) {
    this.topic = topic;
    this.dynamoDb = dynamoDb;
    this.settings = settings;
    this.stop = stop;
    this.unreadable = new UnreadableRecords(settings.examples());
  }

  /**
   * Reads both.
   *
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  void run() {
    StoresTopic stores = topic.require();
    try (TableScan scan =
        new TableScan(dynamoDb, settings.table(), settings.segments(), this::accept)) {
      topic.readFromStart(
          stores,
          record -> {
            scan.requireNotFailed();
            accept(stores, record);
          });
      try (Progress progress = Progress.start("scanning " + settings.table(), "items", -1)) {
        itemsInTable = scan.await(stop, progress::update);
      }
    }
  }

  /** Called by several threads. */
  private void accept(Map<String, AttributeValue> item) {
    byte[] storeNumber = StoreItems.storeNumberOf(item).getBytes(StandardCharsets.UTF_8);
    ItemState state = ItemState.of(item);
    comparisons.update(storeNumber, it -> it.sawItem(state));
  }

  private void accept(StoresTopic stores, ConsumerRecord<byte[], byte[]> record) {
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      misplaced += stores.isMisplaced(record) ? 1 : 0;
      comparisons.update(record.key(), it -> it.sawRecord(state));
    } catch (InvalidRecordException e) {
      unreadable.add(e);
      if (record.key() != null) {
        comparisons.update(record.key(), StoreComparison::sawUnreadableRecord);
      }
    }
  }

  /** Returns what topic and table have of each store. */
  ComparisonsByStore comparisons() {
    return comparisons;
  }

  /** Returns the records that no ingester wrote. */
  UnreadableRecords unreadable() {
    return unreadable;
  }

  /** Returns how many items were scanned, tombstones included. */
  long itemsInTable() {
    return itemsInTable;
  }

  /** Returns how many records are in partitions where their stores no longer belong. */
  long misplaced() {
    return misplaced;
  }
}
