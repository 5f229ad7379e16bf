package io.storestream.ingester.verify;

import io.storestream.cli.Summary;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a verification found. Each store is in one of the counts: equal, one of the differences, or
 * not judged as its latest record can't be read.
 *
 * @param storesInTopic stores that the topic knows, those that it says are deleted included
 * @param itemsInTable items that were scanned, tombstones included
 * @param equal stores of which the table has what it should
 * @param counts how many differences there are of each kind; all kinds are there
 * @param examples the first differences of each kind by store number, kind by kind
 * @param placeCounts how the table of counts compares
 * @param unreadableRecords records of the topic that no ingester wrote
 * @param unreadableExamples the first of them, fit to be shown
 * @param misplacedRecords records in partitions where their stores no longer belong
 */
public record VerifyReport(
    long storesInTopic,
    long itemsInTable,
    long equal,
    Map<DifferenceKind, Long> counts,
    List<Difference> examples,
    Counts placeCounts,
    long unreadableRecords,
    List<String> unreadableExamples,
    long misplacedRecords,
    Duration duration) {

  /**
   * How the table of counts compares.
   *
   * @param places that were compared
   * @param wrong of which the table has another count, and items that are of no place
   * @param examples the first of those
   */
  public record Counts(long places, long wrong, List<String> examples) {

    /** Copies. */
    public Counts {
      examples = List.copyOf(examples);
    }
  }

  /** Copies. */
  public VerifyReport {
    counts = Map.copyOf(counts);
    examples = List.copyOf(examples);
    unreadableExamples = List.copyOf(unreadableExamples);
  }

  /** Returns how many differences of a kind there are. */
  public long count(DifferenceKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Returns how many differences there are in both tables. */
  public long differences() {
    return counts.values().stream().mapToLong(Long::longValue).sum() + placeCounts.wrong();
  }

  /** Returns whether the table is proved right. */
  public boolean isClean() {
    return differences() == 0 && unreadableRecords == 0;
  }

  /** Prints the examples, a line each, and how many of which kind are not among them. */
  public void printDifferences(PrintStream out) {
    unreadableExamples.forEach(it -> out.println("unreadable record: " + it));
    for (DifferenceKind kind : DifferenceKind.values()) {
      List<Difference> shown = examples.stream().filter(it -> it.kind() == kind).toList();
      shown.forEach(it -> out.println(it.line()));
      if (!shown.isEmpty() && shown.size() < count(kind)) {
        out.println("%s: and %,d more".formatted(kind.label(), count(kind) - shown.size()));
      }
    }
    placeCounts.examples().forEach(it -> out.println("wrong count " + it));
    long more = placeCounts.wrong() - placeCounts.examples().size();
    if (more > 0 && !placeCounts.examples().isEmpty()) {
      out.println("wrong count: and %,d more".formatted(more));
    }
    out.flush();
  }

  /** Returns the figures. */
  public Summary toSummary() {
    Summary summary =
        new Summary()
            .add("stores in topic", storesInTopic)
            .add("items in table", itemsInTable)
            .add("equal", equal);
    for (DifferenceKind kind : DifferenceKind.values()) {
      summary.add(kind.label(), count(kind));
    }
    summary.add("counts", placeCounts.places()).add("wrong counts", placeCounts.wrong());
    return summary.add("unreadable records", unreadableRecords).addSeconds("seconds", duration);
  }
}
