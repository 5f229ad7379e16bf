package io.storestream.quickstart;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.VersionedStore;
import io.storestream.model.event.StoreCodec;
import io.storestream.producer.file.StoreFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Compares a table with the file it was loaded from, store by store.
 *
 * @param equal stores that both have, with the same content
 * @param different stores that both have, with different content
 * @param missing stores that only the file has
 * @param example one of the equal stores, the first with a postcode if there is one; {@code null}
 *     if no store is equal
 */
record TableComparison(long equal, long different, long missing, @Nullable Store example) {

  /**
   * Compares. Takes about 100 bytes of memory for each store. Stores that only the table has are
   * ignored, because they may come from other files.
   *
   * @throws CommandFailedException if the table or the file can't be read
   */
  static TableComparison of(DynamoDbAsyncClient dynamoDb, String table, Path file) {
    Map<String, Fingerprint> inTable = read(dynamoDb, table);
    Count count = new Count();
    StoreFiles.forEachStore(file, store -> count.add(inTable.get(store.storeNumber()), store));
    return new TableComparison(count.equal, count.different, count.missing, count.example);
  }

  private static Map<String, Fingerprint> read(DynamoDbAsyncClient dynamoDb, String table) {
    Map<String, Fingerprint> inTable = new HashMap<>();
    CompletableFuture<Void> scan =
        dynamoDb
            .scanPaginator(request -> request.tableName(table).consistentRead(true))
            .items()
            .subscribe(
                item -> {
                  VersionedStore state = StoreItems.fromItem(item);
                  Store store = state.store();
                  if (store != null) {
                    inTable.put(state.storeNumber(), fingerprint(store));
                  }
                });
    try {
      scan.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't read table %s to compare it with the file: %s".formatted(table, cause), cause);
    }
    return inTable;
  }

  /** Returns whether the table has all stores of the file, with the same content. */
  boolean isComplete() {
    return different == 0 && missing == 0;
  }

  private static Fingerprint fingerprint(Store store) {
    return Fingerprint.of(StoreCodec.encode(store));
  }

  private static final class Count {
    private long equal;
    private long different;
    private long missing;
    private @Nullable Store example;

    void add(@Nullable Fingerprint actual, Store expected) {
      if (actual == null) {
        missing++;
      } else if (actual.equals(fingerprint(expected))) {
        equal++;
        if (example == null || (example.postcode() == null && expected.postcode() != null)) {
          example = expected;
        }
      } else {
        different++;
      }
    }
  }
}
