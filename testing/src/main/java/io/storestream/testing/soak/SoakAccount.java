package io.storestream.testing.soak;

import io.storestream.cli.Summary;
import io.storestream.testing.model.AuditReport;
import io.storestream.testing.workload.Fate;
import java.util.Map;

/**
 * The published changes and their results.
 *
 * @param fates the number of changes for each fate, by the model
 * @param acceptedRecords records in the topic {@code stores}: one for each accepted change
 * @param deadLetters records in the dead-letter topic: one for each unusable change
 * @param table the table compared with the model, item by item
 * @param counts the table of counts compared with the model, location by location
 * @param storesTopic the last record of each store compared with the model
 */
record SoakAccount(
    Map<Fate, Long> fates,
    long acceptedRecords,
    long deadLetters,
    AuditReport table,
    AuditReport counts,
    AuditReport storesTopic) {

  SoakAccount {
    fates = Map.copyOf(fates);
  }

  /** Returns how many changes were published. */
  long published() {
    return fates.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether nothing is lost, duplicated, reverted or invented. */
  boolean isExact() {
    return acceptedRecords == changes(Fate.ACCEPTED)
        && deadLetters == changes(Fate.DEAD_LETTERED)
        && table.isExact()
        && counts.isExact()
        && storesTopic.isExact();
  }

  Summary addTo(Summary summary) {
    return summary
        .add("changes published", published())
        .add("to be accepted", changes(Fate.ACCEPTED))
        .add("accepted", acceptedRecords)
        .add("to be dropped as duplicates", changes(Fate.DUPLICATE))
        .add("to be dropped as stale", changes(Fate.STALE))
        .add("to be dead-lettered", changes(Fate.DEAD_LETTERED))
        .add("dead-lettered", deadLetters)
        .add("items equal", table.equal())
        .add("items missing", table.missing())
        .add("items extra", table.extra())
        .add("items different", table.different())
        .add("counts equal", counts.equal())
        .add("counts wrong", counts.missing() + counts.extra() + counts.different());
  }

  private long changes(Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }
}
