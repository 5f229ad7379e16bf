package io.storestream.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The baseline of a verification: a parallel scan that only counts. */
final class BareScan {

  private BareScan() {}

  /** Returns the number of items. */
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
