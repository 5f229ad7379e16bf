package io.storestream.maintenance.rebuild;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.dynamodb.writer.WriterSession;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.model.LocationCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Takes records of both topics into both tables, and knows which of them are there. For one thread.
 */
final class TableLoads implements AutoCloseable {

  private final TableLoad stores;
  private final TableLoad counts;

  TableLoads(
      Sources sources,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      RebuildFigures figures) {
    int maxInFlight = settings.maxInFlight();
    String table = settings.table();
    boolean storesNew = sources.isNew(table);
    stores =
        new TableLoad(
            record -> {
              ItemWrite write = new ItemWrite.StoreItem(StoreRecords.decode(record), storesNew);
              if (sources.isMisplaced(record)) {
                figures.stores().onMisplaced();
              }
              return write;
            },
            DynamoDbClients.forWriting(endpoint, maxInFlight),
            dynamoDb ->
                DynamoDbWriter.ofStores(dynamoDb, table, maxInFlight, new SimpleMeterRegistry()),
            maxInFlight,
            figures.stores());
    String countsTable = CountsTable.nameFor(table);
    boolean countsNew = sources.isNew(countsTable);
    counts =
        new TableLoad(
            record -> {
              LocationCount count = CountRecords.decode(record);
              if (sources.isMisplaced(record)) {
                figures.counts().onMisplaced();
              }
              Instant acceptedAt = Instant.ofEpochMilli(record.timestamp());
              return new ItemWrite.CountItem(count, acceptedAt, countsNew);
            },
            DynamoDbClients.forWriting(endpoint, maxInFlight),
            dynamoDb ->
                DynamoDbWriter.ofCounts(
                    dynamoDb, countsTable, maxInFlight, Duration.ZERO, new SimpleMeterRegistry()),
            maxInFlight,
            figures.counts());
  }

  /** Accepts a record; it is written some time later. */
  void accept(ConsumerRecord<byte[], byte[]> record) {
    (record.topic().equals(Topics.LOCATION_COUNTS) ? counts : stores).accept(record);
  }

  /** Handles the acknowledgements that have arrived. */
  void drain() {
    stores.drain();
    counts.drain();
  }

  /** Handles the acknowledgements that have arrived, and waits a moment if there is none. */
  void awaitWrites() {
    if (stores.isIdle()) {
      counts.awaitWrites();
    } else {
      stores.awaitWrites();
      counts.drain();
    }
  }

  /** Returns whether to wait before more records are accepted. */
  boolean isFull() {
    return stores.isFull() || counts.isFull();
  }

  /** Returns whether all accepted records are written. */
  boolean isIdle() {
    return stores.isIdle() && counts.isIdle();
  }

  /**
   * Returns up to where all is written.
   *
   * @param read up to where all is accepted
   */
  Map<TopicPartition, Long> done(Map<TopicPartition, Long> read) {
    return counts.done(stores.done(read));
  }

  /** Stops; unwritten records stay unwritten. */
  @Override
  public void close() {
    stores.close();
    counts.close();
  }

  /** Takes records of one topic into its table, by the same writer as the ingester's. */
  private static final class TableLoad implements AutoCloseable {

    /** Enough to keep the writer busy. */
    private static final int PENDING_REQUESTS = 2;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Decoder decoder;
    private final RebuildFigures.Load figures;
    private final DynamoDbAsyncClient dynamoDb;
    private final DynamoDbWriter writer;
    private final WriterSession session;
    private final int maxPending;
    private final UnwrittenRecords unwritten = new UnwrittenRecords();
    private long countedRequests;

    /**
     * @param figures receives what becomes of the records
     */
    TableLoad(
        Decoder decoder,
        DynamoDbAsyncClient dynamoDb,
        Function<DynamoDbAsyncClient, DynamoDbWriter> newWriter,
        int maxInFlight,
        RebuildFigures.Load figures) {
      this.decoder = decoder;
      this.figures = figures;
      this.dynamoDb = dynamoDb;
      writer = newWriter.apply(dynamoDb);
      writer.start();
      session = writer.openSession();
      maxPending = maxInFlight * writer.maxItems() * PENDING_REQUESTS;
    }

    /** Accepts a record; it is written some time later. */
    void accept(ConsumerRecord<byte[], byte[]> record) {
      figures.onRead();
      try {
        ItemWrite write = decoder.decode(record);
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (unwritten.add(write.key(), write.version(), partition, record.offset())) {
          session.submit(write);
        }
      } catch (InvalidRecordException e) {
        figures.onUnreadable(String.valueOf(e.getMessage()));
      }
    }

    /** Handles the acknowledgements that have arrived. */
    void drain() {
      session.drain(this::onAcknowledged);
      countRequests();
      Throwable failure = writer.failure().getNow(null);
      if (failure != null) {
        throw new IllegalStateException("the writer has failed", failure);
      }
    }

    /** Handles the acknowledgements that have arrived, and waits a moment if there is none. */
    void awaitWrites() {
      session.drain(PAUSE, this::onAcknowledged);
      drain();
    }

    private void countRequests() {
      long requests = writer.requests();
      figures.addRequests(requests - countedRequests);
      countedRequests = requests;
    }

    private void onAcknowledged(ItemWrite write, WriteResult.Final result) {
      if (result instanceof WriteResult.Written) {
        figures.onWritten();
      } else if (result instanceof WriteResult.Superseded) {
        figures.onNewerInTable();
      } else if (result instanceof WriteResult.Rejected rejected) {
        figures.onRejected(write.key(), rejected.reason());
      }
      unwritten.acknowledge(write.key(), write.version());
    }

    /** Returns whether to wait before more records are accepted. */
    boolean isFull() {
      return unwritten.size() >= maxPending;
    }

    /** Returns whether all accepted records are written. */
    boolean isIdle() {
      return unwritten.size() == 0 && writer.outstanding() == 0;
    }

    /**
     * Returns up to where all is written.
     *
     * @param read up to where all is accepted
     */
    Map<TopicPartition, Long> done(Map<TopicPartition, Long> read) {
      return unwritten.done(read);
    }

    /** Stops; unwritten records stay unwritten. */
    @Override
    public void close() {
      session.close();
      writer.close();
      countRequests();
      dynamoDb.close();
    }

    /** Decodes a record. */
    @FunctionalInterface
    interface Decoder {

      /**
       * Returns what is to be written.
       *
       * @throws InvalidRecordException if no ingester wrote this record
       */
      ItemWrite decode(ConsumerRecord<byte[], byte[]> record) throws InvalidRecordException;
    }
  }
}
