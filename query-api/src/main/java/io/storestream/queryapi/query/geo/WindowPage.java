package io.storestream.queryapi.query.geo;

import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads a page of the stores in a window, in the order of their geohashes: walks through the cells
 * that intersect the window and have stores, and drops the stores of border cells that are outside.
 * For one page.
 *
 * <p>A page ends at a number of stores, or after a number of requests. In the second case the
 * position where it ends may be the begin of a cell, with a geohash and no store number.
 */
final class WindowPage {

  /** The most requests of a page. */
  static final int MAX_REQUESTS = 100;

  /** How many cells are read at a time. The stores of one take 1 MB at most. */
  static final int AT_ONCE = 4;

  /** The least items of a query: most may be outside of the window. */
  private static final int LEAST_ITEMS = 100;

  /** What is ahead, by geohash. */
  private sealed interface Step {}

  /**
   * A cell that is to be read.
   *
   * @param after where to continue among the stores of a smallest cell, empty for its begin
   */
  private record Unread(CellCount cell, Map<String, AttributeValue> after) implements Step {}

  /** Stores that were read. */
  private record Read(CellCount cell, QueryResponse page) implements Step {}

  private final Deque<Step> ahead = new ArrayDeque<>();
  private final CellQueries queries;
  private final GeoBox window;
  private final StorePage.@Nullable Position after;
  private final int limit;
  private final StorePage.Builder stores;

  /**
   * @param after where the page before ended, {@code null} for the first
   * @param limit the most stores of the page
   * @param stores collects them, with the same limit
   */
  WindowPage(
      CellQueries queries,
      GeoBox window,
      StorePage.@Nullable Position after,
      int limit,
      StorePage.Builder stores) {
    this.queries = queries;
    this.window = window;
    this.after = after;
    this.limit = limit;
    this.stores = stores;
  }

  CompletableFuture<StorePage> run() {
    return queries
        .largest()
        .thenCompose(
            cells -> {
              ahead.addAll(steps(cells));
              return proceed();
            });
  }

  private CompletableFuture<StorePage> proceed() {
    while (ahead.peek() instanceof Read read) {
      ahead.remove();
      if (!stores.add(read.page().items().stream().filter(this::isInside).toList())) {
        return CompletableFuture.completedFuture(stores.build());
      }
      if (read.page().hasLastEvaluatedKey()) {
        ahead.push(new Unread(read.cell(), read.page().lastEvaluatedKey()));
      }
    }
    if (!(ahead.peek() instanceof Unread next)) {
      return CompletableFuture.completedFuture(stores.build());
    }
    int requests = Math.min(AT_ONCE, MAX_REQUESTS - queries.requests());
    if (requests <= 0) {
      return CompletableFuture.completedFuture(stores.buildUntil(position(next)));
    }
    return read(takeNeeded(requests)).thenCompose(done -> proceed());
  }

  /** Takes steps until their cells have the stores that the page lacks. */
  private List<Step> takeNeeded(int requests) {
    List<Step> taken = new ArrayList<>();
    long counted = 0;
    int unread = 0;
    while (!ahead.isEmpty() && unread < requests && counted + stores.size() <= limit) {
      Step step = ahead.remove();
      taken.add(step);
      if (step instanceof Unread cell) {
        unread++;
        counted += cell.cell().count();
      } else if (step instanceof Read read) {
        counted += read.page().count();
      }
    }
    return taken;
  }

  private CompletableFuture<Void> read(List<Step> taken) {
    List<CompletableFuture<List<Step>>> reads = taken.stream().map(this::read).toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenAccept(
            done -> {
              List<Step> steps = new ArrayList<>();
              reads.forEach(read -> steps.addAll(read.join()));
              Collections.reverse(steps);
              steps.forEach(ahead::push);
            });
  }

  private CompletableFuture<List<Step>> read(Step step) {
    if (!(step instanceof Unread unread)) {
      return CompletableFuture.completedFuture(List.of(step));
    }
    Cell cell = unread.cell().cell();
    return unread.cell().isSmallest()
        ? queries
            .stores(cell, unread.after(), Math.max(LEAST_ITEMS, limit - stores.size() + 1))
            .thenApply(page -> List.of(new Read(unread.cell(), page)))
        : queries.children(cell.location()).thenApply(this::steps);
  }

  /** Returns the steps to those cells that are in the window and not before the page. */
  private List<Step> steps(List<CellCount> cells) {
    return cells.stream()
        .filter(it -> isAhead(it.cell()) && it.cell().box().intersects(window))
        .map(it -> (Step) new Unread(it, startIn(it)))
        .toList();
  }

  private boolean isAhead(Cell cell) {
    if (after == null) {
      return true;
    }
    int common = Math.min(cell.level(), after.sortKey().length());
    return cell.geohash().compareTo(after.sortKey().substring(0, common)) >= 0;
  }

  private Map<String, AttributeValue> startIn(CellCount cell) {
    return after == null
            || after.storeNumber().isEmpty()
            || !cell.isSmallest()
            || !after.sortKey().startsWith(cell.cell().geohash())
        ? Map.of()
        : CellQueries.key(after);
  }

  private static StorePage.Position position(Unread next) {
    return next.after().isEmpty()
        ? new StorePage.Position(next.cell().cell().geohash(), "")
        : CellQueries.position(next.after());
  }

  private boolean isInside(Map<String, AttributeValue> item) {
    return CellQueries.pointOf(StoreReader.store(item)).filter(window::contains).isPresent();
  }
}
