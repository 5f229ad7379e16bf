package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.quickstart.LibraryLogging;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/**
 * The baseline of {@code rebuild}: reads the topic {@code stores} and inserts each item, 25 in a
 * request, with as many requests in flight. It handles no conflict, writes no counts, and can't be
 * resumed.
 */
public final class BareRebuild {

  private static final int BATCH = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final Semaphore room = new Semaphore(DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private List<BatchStatementRequest> batch = new ArrayList<>();

  private BareRebuild(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** Takes the broker, the endpoint, and the table, which it creates. */
  public static void main(String[] arguments) throws IOException {
    LibraryLogging.silence();
    ParentWatch.start();
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(URI.create(arguments[1]));
    try (DynamoDbAsyncClient dynamoDb =
        DynamoDbClients.forBulk(endpoint, DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT)) {
      TableSetup.ofStores(dynamoDb, arguments[2]).ensure(new Billing.OnDemand());
      BareRebuild rebuild = new BareRebuild(dynamoDb, arguments[2]);
      TopicPass.read(arguments[0], Topics.STORES, false, rebuild::insert);
      rebuild.finish();
    }
  }

  private void insert(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        batch.add(statement(StoreItems.toItem(StoreRecords.decode(record))));
      } catch (InvalidRecordException e) {
        throw new IllegalStateException(e);
      }
      if (batch.size() == BATCH) {
        send();
      }
    }
  }

  private BatchStatementRequest statement(Map<String, AttributeValue> item) {
    List<AttributeValue> values = new ArrayList<>(item.size());
    String names =
        item.entrySet().stream()
            .map(
                attribute -> {
                  values.add(attribute.getValue());
                  return "'" + attribute.getKey() + "': ?";
                })
            .collect(Collectors.joining(", "));
    return BatchStatementRequest.builder()
        .statement("INSERT INTO \"" + table + "\" VALUE {" + names + "}")
        .parameters(values)
        .build();
  }

  private void send() {
    List<BatchStatementRequest> full = batch;
    batch = new ArrayList<>();
    room.acquireUninterruptibly();
    CompletableFuture<?> unused =
        dynamoDb
            .batchExecuteStatement(request -> request.statements(full))
            .thenAccept(BareRebuild::requireWritten)
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    failure.set(error);
                  }
                  room.release();
                });
  }

  private static void requireWritten(BatchExecuteStatementResponse response) {
    response
        .responses()
        .forEach(
            it -> {
              if (it.error() != null) {
                throw new IllegalStateException(it.error().toString());
              }
            });
  }

  private void finish() {
    if (!batch.isEmpty()) {
      send();
    }
    room.acquireUninterruptibly(DynamoDbWriter.DEFAULT_MAX_IN_FLIGHT);
    Throwable error = failure.get();
    if (error != null) {
      throw new IllegalStateException(error);
    }
  }
}
