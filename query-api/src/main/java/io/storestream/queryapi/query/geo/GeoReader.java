package io.storestream.queryapi.query.geo;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.geo.GeoBox;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.query.StorePage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Reads stores and counts by where they are. Never blocks. Thread-safe.
 *
 * <p>Counts and index are eventually consistent, and one follows the other within moments. A store
 * that the index has, but no count yet, is not found; a store that is counted, but not in the index
 * yet, is left out.
 *
 * <p>A future that is completed from outside, as by a timeout, ends its reads. Futures fail as
 * those of {@link io.storestream.queryapi.query.StoreReader}, and with a problem 501 if the table
 * has no index by cell.
 */
public final class GeoReader {

  /** How many requests of one answer run at a time. */
  public static final int CALLS_AT_ONCE = 8;

  private final DynamoDbAsyncClient dynamoDb;
  private final String table;

  /**
   * @param table the table of stores, which names the table of counts
   */
  public GeoReader(DynamoDbAsyncClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * Returns the stores nearest to a point, nearest first, equally near ones by number. Fails with a
   * problem 400 if it would take more than {@link NearSearch#MAX_REQUESTS} requests.
   *
   * @param limit one or more
   * @param radiusKm stores beyond are left out; {@link Double#POSITIVE_INFINITY} for none
   * @param memory is told how large the answer becomes
   */
  public CompletableFuture<Measured<List<NearStore>>> near(
      GeoPoint point, int limit, double radiusKm, PageMemory.Share memory) {
    return measured(queries -> new NearSearch(queries, point, limit, radiusKm, memory).run());
  }

  /**
   * Returns the stores of a window that follow a position, in the order of their geohashes. The
   * page may be short, or even empty, although others follow: it takes at most {@link
   * WindowPage#MAX_REQUESTS} requests, and has at most {@link StorePage#MAX_KILOBYTES} of text.
   *
   * @param after {@code null} for the first page
   * @param limit one or more
   * @param memory is told how many kilobytes the page has
   */
  public CompletableFuture<Measured<StorePage>> page(
      GeoBox window, StorePage.@Nullable Position after, int limit, IntConsumer memory) {
    StorePage.Builder stores =
        new StorePage.Builder(limit, memory, StoresTable.GEOHASH_STORE_NUMBER);
    return measured(queries -> new WindowPage(queries, window, after, limit, stores).run());
  }

  /**
   * Returns the stores of a window that follow a position, in batches. Reads when it is asked.
   *
   * @param after {@code null} to start at the first store
   */
  public StoreBatches batches(GeoBox window, StorePage.@Nullable Position after) {
    return new WindowBatches(this, window, after);
  }

  /**
   * Returns the cells of a level that have stores and intersect a window, by geohash.
   *
   * @param level 1 to {@link WindowCells#finestLevel}
   */
  public CompletableFuture<Measured<List<CellCount>>> cells(GeoBox window, int level) {
    return measured(queries -> WindowCells.read(queries, window, level));
  }

  private <T> CompletableFuture<Measured<T>> measured(
      Function<CellQueries, CompletableFuture<T>> read) {
    MeteredQueries queries = new MeteredQueries(dynamoDb, CALLS_AT_ONCE);
    CompletableFuture<Measured<T>> answer =
        read.apply(new CellQueries(queries, table))
            .thenApply(value -> new Measured<>(value, queries.requests(), queries.readUnits()));
    CompletableFuture<Measured<T>> unused = answer.whenComplete((done, failure) -> queries.stop());
    return answer;
  }
}
