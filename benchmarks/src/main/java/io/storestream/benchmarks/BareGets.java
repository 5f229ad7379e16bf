package io.storestream.benchmarks;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.StoresTable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/**
 * The baseline of a lookup over HTTP: a separate process reads the same store with the SDK. {@code
 * .ci/http-load.py} runs it.
 */
final class BareGets {

  private final DynamoDbAsyncClient dynamoDb;
  private final GetItemRequest request;
  private final LongAdder answers = new LongAdder();

  private BareGets(DynamoDbAsyncClient dynamoDb, GetItemRequest request) {
    this.dynamoDb = dynamoDb;
    this.request = request;
  }

  /**
   * Takes the table, the number of a store, the seconds, and how many reads are in flight at once.
   */
  public static void main(String[] args) {
    Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
    int concurrency = Integer.parseInt(args[3]);
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(args[0])
            .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(args[1])))
            .build();
    try (DynamoDbAsyncClient dynamoDb =
        DynamoDbClients.forReading(DynamoDbEndpoint.fromEnvironment(), concurrency)) {
      // A new JVM starts cold; the servers that it is compared with do not.
      new BareGets(dynamoDb, request).perSecond(time, concurrency);
      System.out.println(new BareGets(dynamoDb, request).perSecond(time, concurrency));
    }
  }

  private long perSecond(Duration time, int concurrency) {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    CompletableFuture.allOf(
            IntStream.range(0, concurrency)
                .mapToObj(each -> readUntil(end))
                .toArray(CompletableFuture[]::new))
        .join();
    return answers.sum() * Duration.ofSeconds(1).toNanos() / (System.nanoTime() - begin);
  }

  /** Reads repeatedly; the future completes after the last response. */
  private CompletableFuture<Void> readUntil(long end) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    readAgain(end, done);
    return done;
  }

  private void readAgain(long end, CompletableFuture<Void> done) {
    CompletableFuture<?> unused =
        dynamoDb
            .getItem(request)
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  } else if (!response.hasItem()) {
                    done.completeExceptionally(new IllegalStateException("there is no such store"));
                  } else {
                    answers.increment();
                    if (System.nanoTime() < end) {
                      readAgain(end, done);
                    } else {
                      done.complete(null);
                    }
                  }
                });
  }
}
