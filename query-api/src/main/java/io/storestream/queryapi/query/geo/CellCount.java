package io.storestream.queryapi.query.geo;

import io.storestream.model.geo.Cell;

/**
 * How many stores a cell has.
 *
 * @param count above zero
 */
public record CellCount(Cell cell, long count) {

  /** Returns whether stores are found by it, and not by smaller cells. */
  boolean isSmallest() {
    return cell.level() == Cell.LEVELS;
  }
}
