package io.storestream.maintenance.rebuild;

import java.time.Duration;

/** What has become of the records of both topics so far. */
record RebuildFigures(LoadFigures stores, LoadFigures counts) {

  static RebuildFigures create() {
    return new RebuildFigures(new LoadFigures("store"), new LoadFigures("the count of"));
  }

  RebuildReport toReport(Duration elapsed) {
    return new RebuildReport(
        stores.read(),
        stores.unreadable() + counts.unreadable(),
        stores.overtaken(),
        stores.written(),
        stores.newerInTable(),
        stores.rejected() + counts.rejected(),
        stores.misplaced(),
        counts.read(),
        counts.written(),
        stores.requests() + counts.requests(),
        elapsed);
  }
}
