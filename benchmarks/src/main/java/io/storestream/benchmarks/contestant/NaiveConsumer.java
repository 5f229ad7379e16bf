package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.quickstart.LibraryLogging;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The glue code that is written first: polls, writes 25 items with {@code BatchWriteItem}, waits
 * for the answer, and commits the offsets. It keeps no order, no history, and no condition.
 */
final class NaiveConsumer {

  private static final int BATCH = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  private NaiveConsumer(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** Takes the broker, the topic, the endpoint, the table, and how often to read the topic. */
  public static void main(String[] arguments) throws IOException {
    LibraryLogging.silence();
    ParentWatch.start();
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(URI.create(arguments[2]));
    try (DynamoDbAsyncClient dynamoDb = DynamoDbClients.forBulk(endpoint, 1)) {
      NaiveConsumer consumer = new NaiveConsumer(dynamoDb, arguments[3]);
      for (int pass = 0; pass < Integer.parseInt(arguments[4]); pass++) {
        TopicPass.read(arguments[0], arguments[1], true, consumer::write);
      }
    }
  }

  private void write(ConsumerRecords<byte[], byte[]> records) throws IOException {
    // BatchWriteItem refuses a request that has a key twice.
    Map<String, Map<String, AttributeValue>> latest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      PeerEvent event = PeerEvent.parse(record.value());
      latest.put(event.storeNumber(), event.toItem());
    }
    List<WriteRequest> writes = new ArrayList<>(latest.size());
    latest
        .values()
        .forEach(it -> writes.add(WriteRequest.builder().putRequest(put -> put.item(it)).build()));
    for (int from = 0; from < writes.size(); from += BATCH) {
      write(writes.subList(from, Math.min(from + BATCH, writes.size())));
    }
  }

  private void write(List<WriteRequest> writes) {
    Map<String, List<WriteRequest>> unprocessed = Map.of(table, writes);
    while (!unprocessed.isEmpty()) {
      Map<String, List<WriteRequest>> items = unprocessed;
      unprocessed =
          dynamoDb.batchWriteItem(request -> request.requestItems(items)).join().unprocessedItems();
    }
  }
}
