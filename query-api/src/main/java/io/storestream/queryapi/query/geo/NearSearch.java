package io.storestream.queryapi.query.geo;

import io.storestream.model.Location;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import io.storestream.model.VersionedStore;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StoreReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Finds the stores nearest to a point, best first: always the cell with the least distance is read,
 * a large one for the smaller cells that have stores, a smallest one for its stores. It ends when
 * no cell is nearer than the last store of the answer, so the answer is exact, and no cell without
 * stores is read (<a href="https://doi.org/10.1145/320248.320255">Hjaltason and Samet, Distance
 * browsing in spatial databases</a>).
 *
 * <p>Cells that are read in any case are read together. As long as the nearest cells have fewer
 * stores than the answer lacks, the next cell is needed too, whatever is in them. For one search.
 */
final class NearSearch {

  /** The most requests of a search: more would keep the table from others. */
  static final int MAX_REQUESTS = 1_000;

  private static final int PAGE_ITEMS = 1_000;

  private static final double KILOBYTE = 1_000;

  private record NearCell(CellCount cell, double distanceKm) {}

  private final PriorityQueue<NearCell> cells =
      new PriorityQueue<>(
          (a, b) ->
              a.distanceKm() == b.distanceKm()
                  ? a.cell().cell().geohash().compareTo(b.cell().cell().geohash())
                  : Double.compare(a.distanceKm(), b.distanceKm()));

  /** The nearest stores so far, as many as the answer may have. */
  private final TreeSet<NearStore> nearest = new TreeSet<>();

  private final Map<String, NearStore> byNumber = new HashMap<>();

  /** Reads of the cells around the point that were started before it was known what is in them. */
  private final Map<Location, CompletableFuture<List<CellCount>>> started = new HashMap<>();

  private final CellQueries queries;
  private final GeoPoint point;
  private final int limit;
  private final double radiusKm;
  private final PageMemory.Share memory;

  /**
   * @param limit one or more
   * @param radiusKm stores beyond are left out; {@link Double#POSITIVE_INFINITY} for none
   * @param memory is told how large the answer becomes
   */
  NearSearch(
      CellQueries queries, GeoPoint point, int limit, double radiusKm, PageMemory.Share memory) {
    this.queries = queries;
    this.point = point;
    this.limit = limit;
    this.radiusKm = radiusKm;
    this.memory = memory;
  }

  /**
   * Returns the nearest stores, nearest first. Fails with {@link ProblemException} 400 if it would
   * take more than {@link #MAX_REQUESTS}.
   */
  CompletableFuture<List<NearStore>> run() {
    CompletableFuture<List<CellCount>> largest = queries.largest();
    // Most searches are near stores, and then read these one after the other.
    for (Location cell : Cell.of(point, Cell.LEVELS - 1).location().lineage()) {
      started.put(cell, queries.children(cell));
    }
    return largest.thenCompose(
        children -> {
          addCells(children);
          return search();
        });
  }

  private CompletableFuture<List<NearStore>> search() {
    List<CellCount> needed = takeNeeded();
    if (needed.isEmpty()) {
      return CompletableFuture.completedFuture(List.copyOf(nearest));
    }
    return CompletableFuture.allOf(
            needed.stream().map(this::read).toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            done -> {
              memory.hold(kilobytes());
              return search();
            });
  }

  /** Takes the cells that any exact search reads, as far as that is known. */
  private synchronized List<CellCount> takeNeeded() {
    List<CellCount> needed = new ArrayList<>();
    long stores = 0;
    while (!cells.isEmpty()) {
      NearCell next = cells.peek();
      // A store that is as near as the cell may be second to one of the cell, by its number.
      long nearer = nearest.stream().filter(it -> it.distanceKm() < next.distanceKm()).count();
      if (next.distanceKm() > radiusKm || nearer + stores >= limit) {
        break;
      }
      needed.add(next.cell());
      stores += next.cell().count();
      cells.remove();
    }
    return needed;
  }

  private CompletableFuture<Void> read(CellCount cell) {
    if (cell.isSmallest()) {
      return readStores(cell.cell(), Map.of());
    }
    CompletableFuture<List<CellCount>> read = started.remove(cell.cell().location());
    if (read == null) {
      requireFewRequests();
      read = queries.children(cell.cell().location());
    }
    return read.thenAccept(this::addCells);
  }

  private CompletableFuture<Void> readStores(Cell cell, Map<String, AttributeValue> after) {
    requireFewRequests();
    return queries
        .stores(cell, after, PAGE_ITEMS)
        .thenCompose(
            page -> {
              addStores(page.items());
              return page.hasLastEvaluatedKey()
                  ? readStores(cell, page.lastEvaluatedKey())
                  : CompletableFuture.completedFuture(null);
            });
  }

  private void requireFewRequests() {
    if (queries.requests() >= MAX_REQUESTS) {
      throw ProblemException.badParameter(
          "limit",
          "the search needs more than %,d requests to the table; ask for fewer stores or a smaller radius"
              .formatted(MAX_REQUESTS));
    }
  }

  private synchronized void addCells(List<CellCount> counts) {
    for (CellCount count : counts) {
      cells.add(new NearCell(count, count.cell().box().distanceKm(point)));
    }
  }

  private synchronized void addStores(List<Map<String, AttributeValue>> items) {
    for (Map<String, AttributeValue> item : items) {
      VersionedStore store = StoreReader.store(item);
      CellQueries.pointOf(store).ifPresent(it -> add(new NearStore(store, point.distanceKm(it))));
    }
  }

  private void add(NearStore store) {
    if (store.distanceKm() > radiusKm) {
      return;
    }
    // A store that moves while the search reads is found in both cells.
    NearStore known = byNumber.get(store.storeNumber());
    if (known != null) {
      if (known.store().version().compareTo(store.store().version()) >= 0) {
        return;
      }
      nearest.remove(known);
    }
    byNumber.put(store.storeNumber(), store);
    nearest.add(store);
    if (nearest.size() > limit) {
      byNumber.remove(Objects.requireNonNull(nearest.pollLast()).storeNumber());
    }
  }

  private synchronized int kilobytes() {
    return (int)
        (nearest.stream()
                .map(it -> Objects.requireNonNull(it.store().store()))
                .mapToLong(NearSearch::characters)
                .sum()
            / KILOBYTE);
  }

  private static long characters(Store store) {
    return Stream.of(StoreField.values())
        .map(field -> field.textOf(store))
        .filter(Objects::nonNull)
        .mapToLong(String::length)
        .sum();
  }
}
