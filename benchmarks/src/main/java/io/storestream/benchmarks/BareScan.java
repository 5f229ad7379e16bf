package io.storestream.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** What a verification is held against: a parallel scan that does nothing but count. */
final class BareScan {

  private BareScan() {}

  /** Returns how many items there are. */
  static long count(DynamoDbAsyncClient dynamoDb, String table, int segments) {
    LongAdder items = new LongAdder();
    CompletableFuture<?>[] scans =
        IntStream.range(0, segments)
            .mapToObj(
                segment ->
                    dynamoDb
                        .scanPaginator(
                            request ->
                                request.tableName(table).segment(segment).totalSegments(segments))
                        .subscribe(page -> items.add(page.items().size())))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(scans).join();
    return items.sum();
  }
}
