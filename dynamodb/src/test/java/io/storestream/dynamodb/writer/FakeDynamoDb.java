package io.storestream.ingester.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Version;
import io.storestream.table.StoreItems;
import io.storestream.table.StoresTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A DynamoDB that says nothing until the test answers a call. */
public final class FakeDynamoDb implements DynamoDbAsyncClient {

  private static final int TIMEOUT_SECONDS = 20;

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Queue<Call> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger mostOpen = new AtomicInteger();

  /** Waits for the next call. */
  public Call nextCall() throws InterruptedException {
    Call call = calls.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(call).as("a call within %d s", TIMEOUT_SECONDS).isNotNull();
    return call;
  }

  /** Returns how many calls have been open at the same time at the most. */
  public int mostOpen() {
    return mostOpen.get();
  }

  /** Returns how many calls have come in that {@link #nextCall} has not returned. */
  public int callsLeft() {
    return calls.size();
  }

  @Override
  public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
    return add(request.tableName(), List.of(request.item()))
        .thenApply(unprocessed -> PutItemResponse.builder().build());
  }

  @Override
  public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
    Map.Entry<String, List<WriteRequest>> puts =
        request.requestItems().entrySet().iterator().next();
    return add(puts.getKey(), puts.getValue().stream().map(it -> it.putRequest().item()).toList())
        .thenApply(unprocessed -> response(puts.getKey(), puts.getValue(), unprocessed));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Answers everything that is still open, so that nobody waits for it. */
  @Override
  public void close() {
    open.forEach(Call::succeed);
  }

  /** Returns an error as DynamoDB answers it. */
  public static DynamoDbException error(String code, int status) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .message("test")
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("test").build())
            .build();
  }

  /** Returns how DynamoDB refuses a write because it holds the item in a later version. */
  public static ConditionalCheckFailedException holds(Version version) {
    return holds(version.number().toString());
  }

  static ConditionalCheckFailedException holds(String version) {
    return ConditionalCheckFailedException.builder()
        .item(Map.of(StoresTable.VERSION, AttributeValue.fromN(version)))
        .message("test")
        .build();
  }

  private CompletableFuture<List<String>> add(
      String table, List<Map<String, AttributeValue>> items) {
    Call call = new Call(table, items, new CompletableFuture<>());
    open.add(call);
    mostOpen.accumulateAndGet(
        (int) open.stream().filter(it -> !it.answer().isDone()).count(), Math::max);
    calls.add(call);
    return call.answer();
  }

  private static BatchWriteItemResponse response(
      String table, List<WriteRequest> puts, List<String> unprocessed) {
    List<WriteRequest> left =
        puts.stream()
            .filter(it -> unprocessed.contains(StoreItems.storeNumberOf(it.putRequest().item())))
            .toList();
    return BatchWriteItemResponse.builder()
        .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(table, left))
        .build();
  }

  /**
   * A request that has come in.
   *
   * @param answer the store numbers that were not processed
   */
  public record Call(
      String table,
      List<Map<String, AttributeValue>> items,
      CompletableFuture<List<String>> answer) {

    /** Returns the stores in the request, as {@code NUMBER@VERSION}, in its order. */
    public List<String> states() {
      return items.stream()
          .map(item -> StoreItems.fromItem(item))
          .map(state -> state.storeNumber() + "@" + state.version().number())
          .toList();
    }

    /** Takes all items. */
    public void succeed() {
      leaveUnprocessed();
    }

    /** Takes all items but these. */
    public void leaveUnprocessed(String... storeNumbers) {
      answer.complete(Arrays.asList(storeNumbers));
    }

    /** Fails the request. */
    public void fail(Throwable error) {
      answer.completeExceptionally(error);
    }
  }
}
