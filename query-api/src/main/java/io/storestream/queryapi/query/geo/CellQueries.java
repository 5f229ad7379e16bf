package io.storestream.queryapi.query.geo;

import io.javalin.http.HttpStatus;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Location;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Queries for the counts of cells and for the stores of the smallest cells. Thread-safe. */
final class CellQueries {

  private static final Cell ANY = new Cell("s0000");

  private final MeteredQueries queries;
  private final String table;

  CellQueries(MeteredQueries queries, String table) {
    this.queries = queries;
    this.table = table;
  }

  /** Returns how many queries were sent. */
  int requests() {
    return queries.requests();
  }

  /**
   * Returns the cells of one character that have stores, by geohash.
   *
   * <p>A table without {@link StoresTable#CELL_INDEX} has none, and must not look like one without
   * stores. So if there are none, one query more asks for the index; it fails as {@link #stores}.
   */
  CompletableFuture<List<CellCount>> largest() {
    return children(Location.ALL_CELLS)
        .thenCompose(
            cells ->
                cells.isEmpty()
                    ? stores(ANY, Map.of(), 1).thenApply(page -> cells)
                    : CompletableFuture.completedFuture(cells));
  }

  /**
   * Returns the cells below a cell, or below the world, that have stores, by geohash. They are 32
   * at most, so one page of DynamoDB holds them.
   */
  CompletableFuture<List<CellCount>> children(Location parent) {
    return queries
        .ask(LocationReader.childrenRequest(table, parent))
        .thenApply(
            page ->
                page.items().stream()
                    .map(LocationReader::count)
                    .filter(count -> count.count() > 0)
                    .map(count -> new CellCount(Cell.of(count.location()), count.count()))
                    .toList());
  }

  /**
   * Returns a page of the stores of a smallest cell, by geohash. Fails with {@link
   * ProblemException} 501 if the table has no index by cell, or DynamoDB is still building it.
   *
   * @param after where the page before ended; empty for the first
   * @param limit the most items of the page
   */
  CompletableFuture<QueryResponse> stores(Cell cell, Map<String, AttributeValue> after, int limit) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(StoresTable.CELL_INDEX)
            .keyConditionExpression("#cell = :cell")
            .expressionAttributeNames(Map.of("#cell", StoresTable.CELL))
            .expressionAttributeValues(Map.of(":cell", AttributeValue.fromS(cell.geohash())))
            .limit(limit);
    if (!after.isEmpty()) {
      request.exclusiveStartKey(after);
    }
    return queries
        .ask(request.build())
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(isWithoutIndex(failure) ? withoutIndex() : failure));
  }

  /** Returns the position of an item of the index, or of a key of it. */
  static StorePage.Position position(Map<String, AttributeValue> item) {
    return StoreReader.position(item, StoresTable.GEOHASH_STORE_NUMBER);
  }

  /** Returns the key of the position of a store. */
  static Map<String, AttributeValue> key(StorePage.Position position) {
    return Map.of(
        StoresTable.CELL, AttributeValue.fromS(position.sortKey().substring(0, Cell.LEVELS)),
        StoresTable.GEOHASH_STORE_NUMBER, AttributeValue.fromS(position.sortKey()),
        StoresTable.STORE_NUMBER, AttributeValue.fromS(position.storeNumber()));
  }

  /** Returns where a store of a cell is. */
  static Optional<GeoPoint> pointOf(VersionedStore state) {
    return Optional.ofNullable(state.store()).flatMap(GeoPoint::of);
  }

  // DynamoDB refuses the name of an index that the table lacks, or that is being filled, as it
  // refuses any wrong parameter; only the message tells.
  private static boolean isWithoutIndex(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof AwsServiceException refusal
        && refusal.awsErrorDetails() != null
        && "ValidationException".equals(refusal.awsErrorDetails().errorCode())
        && String.valueOf(refusal.awsErrorDetails().errorMessage()).contains("index");
  }

  private ProblemException withoutIndex() {
    return new ProblemException(
        new Problem(
            HttpStatus.NOT_IMPLEMENTED,
            ("table %s has no index %s, or DynamoDB is still building it; add it with `./stores"
                    + " rebuild --table %s --add-index`, and ingest without --geo false")
                .formatted(table, StoresTable.CELL_INDEX, table)));
  }
}
