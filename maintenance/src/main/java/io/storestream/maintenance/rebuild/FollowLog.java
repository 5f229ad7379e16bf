package io.storestream.maintenance.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs from time to time how far a follower is, and nothing while nothing is written. */
final class FollowLog {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  private final String table;
  private final RebuildFigures figures;
  private final Duration interval;
  private final InstantSource clock;
  private Instant next;
  private long logged;

  /**
   * @param interval the shortest time from one line to the next, and before the first
   */
  FollowLog(String table, RebuildFigures figures, Duration interval, InstantSource clock) {
    this.table = table;
    this.figures = figures;
    this.interval = interval;
    this.clock = clock;
    next = clock.instant().plus(interval);
    logged = handled();
  }

  void logIfDue() {
    if (handled() == logged || clock.instant().isBefore(next)) {
      return;
    }
    next = clock.instant().plus(interval);
    logged = handled();
    log.info(
        "Table {} follows: {} stores and {} counts written so far, {} newer in the table",
        table,
        figures.stores().written(),
        figures.counts().written(),
        figures.stores().newerInTable() + figures.counts().newerInTable());
  }

  private long handled() {
    return handled(figures.stores()) + handled(figures.counts());
  }

  private static long handled(RebuildFigures.Load part) {
    return part.written() + part.newerInTable();
  }
}
