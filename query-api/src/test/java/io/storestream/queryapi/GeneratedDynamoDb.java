package io.storestream.queryapi;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** A DynamoDB with any number of stores, which are made up when they are asked for. */
public final class GeneratedDynamoDb implements DynamoDbAsyncClient {

  /** How many items a page of DynamoDB has here. */
  public static final int PAGE_ITEMS = 1_000;

  /** Answers wait for it. */
  public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  /** From which request on DynamoDB does not answer, counted from 1. */
  public volatile int failingFrom = Integer.MAX_VALUE;

  private final AtomicInteger queries = new AtomicInteger();
  private final int stores;
  private final int nameLetters;

  public GeneratedDynamoDb(int stores, int nameLetters) {
    this.stores = stores;
    this.nameLetters = nameLetters;
  }

  public static String number(int index) {
    return "%07d".formatted(index);
  }

  /** How many pages of a query or a scan were requested. */
  public int queries() {
    return queries.get();
  }

  @Override
  public CompletableFuture<QueryResponse> query(QueryRequest request) {
    return answer(() -> page(request));
  }

  /** A segment holds stores whose numbers follow each other. */
  @Override
  public CompletableFuture<ScanResponse> scan(ScanRequest request) {
    return answer(() -> page(request));
  }

  private <T> CompletableFuture<T> answer(Supplier<T> page) {
    boolean fails = queries.incrementAndGet() >= failingFrom;
    return gate.thenApply(
        open -> {
          if (fails) {
            throw SdkClientException.create("connection refused");
          }
          return page.get();
        });
  }

  /** There is nothing under any key. */
  @Override
  public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
    return gate.thenApply(open -> GetItemResponse.builder().build());
  }

  private QueryResponse page(QueryRequest request) {
    int begin = request.hasExclusiveStartKey() ? indexOf(request.exclusiveStartKey()) + 1 : 0;
    int limit = request.limit() == null ? PAGE_ITEMS : Math.min(request.limit(), PAGE_ITEMS);
    int end = Math.min(begin + limit, stores);
    List<Map<String, AttributeValue>> items =
        IntStream.range(begin, end).mapToObj(this::item).toList();
    QueryResponse.Builder page = QueryResponse.builder().items(items).count(items.size());
    return end < stores ? page.lastEvaluatedKey(items.get(items.size() - 1)).build() : page.build();
  }

  private ScanResponse page(ScanRequest request) {
    int first = stores * request.segment() / request.totalSegments();
    int last = stores * (request.segment() + 1) / request.totalSegments();
    int begin = request.hasExclusiveStartKey() ? indexOf(request.exclusiveStartKey()) + 1 : first;
    int end = Math.min(begin + Math.min(request.limit(), PAGE_ITEMS), last);
    List<Map<String, AttributeValue>> items =
        IntStream.range(begin, end).mapToObj(this::item).toList();
    ScanResponse.Builder page = ScanResponse.builder().items(items);
    return end < last ? page.lastEvaluatedKey(items.get(items.size() - 1)).build() : page.build();
  }

  private static int indexOf(Map<String, AttributeValue> item) {
    return Integer.parseInt(StoreItems.storeNumberOf(item));
  }

  private Map<String, AttributeValue> item(int index) {
    VersionedStore store = Stores.large(number(index), "US", "NE", nameLetters);
    return StoreItems.toItem(store, Instant.EPOCH);
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
