package io.storestream.maintenance.rebuild;

import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.writer.CountWrite;
import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.dynamodb.writer.StoreWrite;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.model.LocationCount;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes records of both topics into both tables. For one thread. */
final class TableLoads implements AutoCloseable {

  private final TableLoad stores;
  private final TableLoad counts;

  /**
   * @param storesMode how stores are written
   * @param countsMode how counts are written
   */
  TableLoads(
      Sources sources,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      WriteMode storesMode,
      WriteMode countsMode,
      RebuildFigures figures) {
    stores =
        new TableLoad(
            record -> {
              ItemWrite write = new StoreWrite(StoreRecords.decode(record));
              if (sources.isMisplaced(record)) {
                figures.stores().onMisplaced();
              }
              return write;
            },
            endpoint,
            settings.table(),
            storesMode,
            settings.maxInFlight(),
            figures.stores());
    counts =
        new TableLoad(
            record -> {
              LocationCount count = CountRecords.decode(record);
              if (sources.isMisplaced(record)) {
                figures.counts().onMisplaced();
              }
              return new CountWrite(count, Instant.ofEpochMilli(record.timestamp()));
            },
            endpoint,
            CountsTable.nameFor(settings.table()),
            countsMode,
            settings.maxInFlight(),
            figures.counts());
  }

  /** Takes in a record; it is written some time later. */
  void accept(ConsumerRecord<byte[], byte[]> record) {
    (record.topic().equals(Topics.LOCATION_COUNTS) ? counts : stores).accept(record);
  }

  /** Takes note of what is written by now. */
  void drain() {
    stores.drain();
    counts.drain();
  }

  /** Takes note of what is written by now, and waits a moment for it if it is nothing. */
  void awaitWrites() {
    if (stores.isIdle()) {
      counts.awaitWrites();
    } else {
      stores.awaitWrites();
      counts.drain();
    }
  }

  /** Returns whether to wait before more is taken in. */
  boolean isFull() {
    return stores.isFull() || counts.isFull();
  }

  /** Returns whether all that was taken in is written. */
  boolean isIdle() {
    return stores.isIdle() && counts.isIdle();
  }

  /**
   * Returns up to where all is written.
   *
   * @param read up to where all is taken in
   */
  Map<TopicPartition, Long> done(Map<TopicPartition, Long> read) {
    return counts.done(stores.done(read));
  }

  /** Stops; what is not written by then is not. */
  @Override
  public void close() {
    stores.close();
    counts.close();
  }
}
