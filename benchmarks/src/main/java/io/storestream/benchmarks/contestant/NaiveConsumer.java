package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.quickstart.LibraryLogging;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The glue code that is written first: polls, writes 25 items with {@code BatchWriteItem}, waits
 * for the answer, and commits the offsets. The last event of a store that it reads wins. It keeps
 * no history and no condition.
 */
final class NaiveConsumer {

  private static final int BATCH = 25;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final boolean skipUnusable;

  private NaiveConsumer(DynamoDbAsyncClient dynamoDb, String table, boolean skipUnusable) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.skipUnusable = skipUnusable;
  }

  /**
   * Takes the broker, the topic, the endpoint, the table, how often to read the topic, and whether
   * to skip unusable events. If the number is 0, it reads on until it is killed, in the group that
   * is named as the table.
   */
  public static void main(String[] arguments) throws IOException {
    LibraryLogging.silence();
    ParentWatch.start();
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(URI.create(arguments[2]));
    try (DynamoDbAsyncClient dynamoDb = DynamoDbClients.forBulk(endpoint, 1)) {
      NaiveConsumer consumer =
          new NaiveConsumer(dynamoDb, arguments[3], Boolean.parseBoolean(arguments[5]));
      int passes = Integer.parseInt(arguments[4]);
      if (passes == 0) {
        TopicPass.follow(arguments[0], arguments[1], arguments[3], consumer::write);
      }
      for (int pass = 0; pass < passes; pass++) {
        TopicPass.read(arguments[0], arguments[1], true, consumer::write);
      }
    } catch (UnusableEventException e) {
      System.err.println(e.getMessage());
      System.exit(UnusableEventException.EXIT_CODE);
    }
  }

  private void write(ConsumerRecords<byte[], byte[]> records) throws IOException {
    // BatchWriteItem refuses a request that has a key twice.
    Map<String, WriteRequest> latest = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        PeerEvent event = PeerEvent.read(record.key(), record.value(), record.timestamp());
        latest.put(event.storeNumber(), write(event));
      } catch (UnusableEventException e) {
        if (!skipUnusable) {
          throw e;
        }
      }
    }
    List<WriteRequest> writes = List.copyOf(latest.values());
    for (int from = 0; from < writes.size(); from += BATCH) {
      write(writes.subList(from, Math.min(from + BATCH, writes.size())));
    }
  }

  private static WriteRequest write(PeerEvent event) {
    return event.isDelete()
        ? WriteRequest.builder().deleteRequest(delete -> delete.key(event.toKey())).build()
        : WriteRequest.builder().putRequest(put -> put.item(event.toItem())).build();
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
