package io.storestream.queryapi.query.geo;

import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads the counts of the cells in a window, one level after the other. */
public final class WindowCells {

  /** The most cells of a window of which the counts are read. */
  public static final int MAX_CELLS = 4_096;

  /** The most cells of a window at the level that suits it. */
  private static final int SUITABLE_CELLS = 1_024;

  private static final int BITS_OF_A_CHARACTER = 5;

  private WindowCells() {}

  /** Returns the finest level at which a window holds about 1,000 cells or fewer. */
  public static int suitableLevel(GeoBox window) {
    return finestLevel(window, SUITABLE_CELLS);
  }

  /** Returns the finest level at which the counts of a window are read. */
  public static int finestLevel(GeoBox window) {
    return finestLevel(window, MAX_CELLS);
  }

  private static int finestLevel(GeoBox window, int maxCells) {
    return IntStream.rangeClosed(1, Cell.LEVELS)
        .filter(level -> cellsOf(window, level) <= maxCells)
        .max()
        .orElse(1);
  }

  /** Returns how many cells of a level a window holds, those at its borders included. */
  private static long cellsOf(GeoBox window, int level) {
    int bits = BITS_OF_A_CHARACTER * level;
    long columns = 1L << ((bits + 1) / 2); // The first bit is of the longitude.
    long rows = 1L << (bits / 2);
    long first = index(window.west() + 180, 360, columns);
    long last = index(window.east() + 180, 360, columns);
    long wide = window.west() <= window.east() ? last - first + 1 : columns - first + last + 1;
    long high = index(window.north() + 90, 180, rows) - index(window.south() + 90, 180, rows) + 1;
    return Math.min(wide, columns) * high;
  }

  private static long index(double degrees, double all, long cells) {
    return Math.min(cells - 1, (long) (degrees / all * cells));
  }

  /** Returns the cells of a level that have stores and intersect a window, by geohash. */
  static CompletableFuture<List<CellCount>> read(CellQueries queries, GeoBox window, int level) {
    CompletableFuture<List<CellCount>> cells =
        queries.largest().thenApply(largest -> inside(largest, window));
    for (int depth = 1; depth < level; depth++) {
      cells = cells.thenCompose(above -> children(queries, window, above));
    }
    return cells;
  }

  private static CompletableFuture<List<CellCount>> children(
      CellQueries queries, GeoBox window, List<CellCount> above) {
    List<CompletableFuture<List<CellCount>>> reads =
        above.stream().map(it -> queries.children(it.cell().location())).toList();
    return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> reads.stream().flatMap(it -> inside(it.join(), window).stream()).toList());
  }

  private static List<CellCount> inside(List<CellCount> cells, GeoBox window) {
    return cells.stream().filter(it -> it.cell().box().intersects(window)).toList();
  }
}
