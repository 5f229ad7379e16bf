package io.storestream.maintenance.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says now and then how far a follower is, and nothing while nothing comes in. */
final class FollowLog {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  private final String table;
  private final RebuildFigures figures;
  private final Duration interval;
  private final InstantSource clock;
  private Instant next;
  private long said;

  /**
   * @param interval the shortest time from one line to the next, and before the first
   */
  FollowLog(String table, RebuildFigures figures, Duration interval, InstantSource clock) {
    this.table = table;
    this.figures = figures;
    this.interval = interval;
    this.clock = clock;
    next = clock.instant().plus(interval);
    said = settled();
  }

  void sayIfDue() {
    if (settled() == said || clock.instant().isBefore(next)) {
      return;
    }
    next = clock.instant().plus(interval);
    said = settled();
    log.info(
        "Table {} follows: {} stores and {} counts written so far, {} newer in the table",
        table,
        figures.stores().written(),
        figures.counts().written(),
        figures.stores().newerInTable() + figures.counts().newerInTable());
  }

  private long settled() {
    return settled(figures.stores()) + settled(figures.counts());
  }

  private static long settled(RebuildFigures.Load part) {
    return part.written() + part.newerInTable();
  }
}
