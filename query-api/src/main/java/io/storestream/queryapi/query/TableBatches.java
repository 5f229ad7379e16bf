package io.storestream.queryapi.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * All stores of the table by a parallel scan, in no particular order, without deleted ones.
 *
 * <p>Each segment reads one page ahead. It reads the next page when its page has been taken and the
 * reader asks again, so a slow reader holds one page a segment, and nothing is read for a reader
 * that has left.
 *
 * <p>The table is hashed by store number, so a store that moves during the scan is found once. In
 * the index it may be found twice or not at all.
 */
final class TableBatches implements StoreBatches {

  static final int SEGMENTS = 4;

  private record Page(ScanRequest request, ScanResponse response) {}

  /** Pages that were requested and not taken, by segment; the oldest request is first. */
  private final Map<Integer, CompletableFuture<Page>> pages = new LinkedHashMap<>();

  private final DynamoDbAsyncClient dynamoDb;
  private List<ScanRequest> requests;

  /**
   * @param limit the most items of a page
   */
  TableBatches(DynamoDbAsyncClient dynamoDb, String table, int limit) {
    this.dynamoDb = dynamoDb;
    ScanRequest.Builder request =
        ScanRequest.builder().tableName(table).limit(limit).totalSegments(SEGMENTS);
    this.requests =
        IntStream.range(0, SEGMENTS).mapToObj(it -> request.segment(it).build()).toList();
  }

  @Override
  public CompletableFuture<Batch> next() {
    requests.forEach(this::ask);
    requests = List.of();
    return CompletableFuture.anyOf(pages.values().toArray(CompletableFuture[]::new))
        .thenApply(page -> take((Page) page));
  }

  private void ask(ScanRequest request) {
    pages.put(
        request.segment(),
        dynamoDb.scan(request).thenApply(response -> new Page(request, response)));
  }

  private Batch take(Page page) {
    pages.remove(page.request().segment());
    ScanResponse response = page.response();
    if (response.hasLastEvaluatedKey()) {
      requests =
          List.of(
              page.request().toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build());
    }
    return new Batch(
        response.items().stream()
            .map(StoreReader::store)
            .filter(store -> !store.isDeleted())
            .toList(),
        pages.isEmpty() && requests.isEmpty());
  }

  @Override
  public int inMemory() {
    return SEGMENTS;
  }
}
