package io.storestream.maintenance.verify;

import io.storestream.cli.SafeText;
import io.storestream.cli.Summary;
import io.storestream.kafka.WaitingEvents;
import io.storestream.maintenance.verify.state.DifferenceKind;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a verification found. Each store is in one of the counts: equal, one of the differences, or
 * unresolved as its latest record can't be read.
 *
 * @param storesInTopic stores that the topic has, deleted stores included
 * @param itemsInTable items that were scanned, tombstones included
 * @param equal stores of which the table has what it should
 * @param counts how many differences there are of each kind; all kinds are there
 * @param examples the first differences of each kind by store number, kind by kind
 * @param locationCounts how the counts compare, in their table and in the state of the application
 * @param unreadableRecords records of the topic that no ingester wrote
 * @param unreadableExamples the first of them, safe to show
 * @param misplacedRecords records in partitions where their stores no longer belong
 * @param waiting events that the application has not processed: the topic does not have them yet
 */
public record VerifyReport(
    long storesInTopic,
    long itemsInTable,
    long equal,
    Map<DifferenceKind, Long> counts,
    List<Difference> examples,
    Counts locationCounts,
    long unreadableRecords,
    List<String> unreadableExamples,
    long misplacedRecords,
    WaitingEvents.Count waiting,
    Duration duration) {

  /**
   * How the counts compare.
   *
   * @param locations that were compared
   * @param wrong of which the table has another count, and items that are of no location
   * @param examples the first of those
   * @param wrongInState of which the application's own state has another count
   * @param stateExamples the first of those
   */
  public record Counts(
      long locations,
      long wrong,
      List<String> examples,
      long wrongInState,
      List<String> stateExamples) {

    /** Copies. */
    public Counts {
      examples = List.copyOf(examples);
      stateExamples = List.copyOf(stateExamples);
    }
  }

  /**
   * A store in which table and topic differ.
   *
   * @param storeNumber as stored, which may be any text
   * @param what the details, safe to show
   */
  public record Difference(DifferenceKind kind, String storeNumber, String what) {

    /** Returns a line for people, safe on any terminal. */
    public String line() {
      return "%s %s: %s".formatted(kind.label(), SafeText.of(storeNumber), what);
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

  /** Returns how many differences there are in both tables and in the state. */
  public long differences() {
    return counts.values().stream().mapToLong(Long::longValue).sum()
        + locationCounts.wrong()
        + locationCounts.wrongInState();
  }

  /** Returns whether the table equals the topic; waiting events are not in the topic. */
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
    printExamples(out, "wrong count", locationCounts.examples(), locationCounts.wrong());
    printExamples(
        out, "wrong count in state", locationCounts.stateExamples(), locationCounts.wrongInState());
    out.flush();
  }

  private static void printExamples(PrintStream out, String what, List<String> shown, long all) {
    shown.forEach(it -> out.println(what + " " + it));
    if (shown.size() < all && !shown.isEmpty()) {
      out.println("%s: and %,d more".formatted(what, all - shown.size()));
    }
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
    summary.add("counts", locationCounts.locations()).add("wrong counts", locationCounts.wrong());
    summary.add("wrong counts in state", locationCounts.wrongInState());
    return summary
        .add("unreadable records", unreadableRecords)
        .add("events waiting", waiting.events())
        .addSeconds("seconds", duration);
  }
}
