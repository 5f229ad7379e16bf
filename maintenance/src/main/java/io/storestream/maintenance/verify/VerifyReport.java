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
 * What a verification found.
 *
 * @param stores how the stores compare
 * @param locationCounts how the counts compare, in their table and in the state of the application
 * @param records those of the topic that are not as an ingester writes them
 * @param waiting events that the application has not processed: the topic does not have them yet
 */
public record VerifyReport(
    Stores stores,
    Counts locationCounts,
    Records records,
    WaitingEvents.Count waiting,
    Duration duration) {

  /**
   * How the stores compare. Each store is in one of the counts: equal, one of the differences, or
   * unresolved as its latest record can't be read.
   *
   * @param inTopic stores that the topic has, deleted stores included
   * @param itemsInTable items that were scanned, tombstones included
   * @param equal stores of which the table has what it should
   * @param differences how many differences there are of each kind; all kinds are there
   * @param examples the first differences of each kind by store number, kind by kind
   */
  public record Stores(
      long inTopic,
      long itemsInTable,
      long equal,
      Map<DifferenceKind, Long> differences,
      List<Difference> examples) {

    /** Copies. */
    public Stores {
      differences = Map.copyOf(differences);
      examples = List.copyOf(examples);
    }

    /** Returns how many differences of a kind there are. */
    public long count(DifferenceKind kind) {
      return differences.getOrDefault(kind, 0L);
    }
  }

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

  /**
   * Records of the topic that are not as an ingester writes them.
   *
   * @param unreadable how many records no ingester wrote
   * @param examples the first of those, safe to show
   * @param misplaced how many are in partitions where their stores no longer belong
   */
  public record Records(long unreadable, List<String> examples, long misplaced) {

    /** Copies. */
    public Records {
      examples = List.copyOf(examples);
    }
  }

  /** Returns how many differences there are in both tables and in the state. */
  public long differences() {
    return stores.differences().values().stream().mapToLong(Long::longValue).sum()
        + locationCounts.wrong()
        + locationCounts.wrongInState();
  }

  /** Returns whether the table equals the topic; waiting events are not in the topic. */
  public boolean isClean() {
    return differences() == 0 && records.unreadable() == 0;
  }

  /** Prints the examples, a line each, and how many of which kind are not among them. */
  public void printDifferences(PrintStream out) {
    records.examples().forEach(it -> out.println("unreadable record: " + it));
    for (DifferenceKind kind : DifferenceKind.values()) {
      List<Difference> shown = stores.examples().stream().filter(it -> it.kind() == kind).toList();
      shown.forEach(it -> out.println(it.line()));
      if (!shown.isEmpty() && shown.size() < stores.count(kind)) {
        out.println("%s: and %,d more".formatted(kind.label(), stores.count(kind) - shown.size()));
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
            .add("stores in topic", stores.inTopic())
            .add("items in table", stores.itemsInTable())
            .add("equal", stores.equal());
    for (DifferenceKind kind : DifferenceKind.values()) {
      summary.add(kind.label(), stores.count(kind));
    }
    summary.add("counts", locationCounts.locations()).add("wrong counts", locationCounts.wrong());
    summary.add("wrong counts in state", locationCounts.wrongInState());
    return summary
        .add("unreadable records", records.unreadable())
        .add("events waiting", waiting.events())
        .addSeconds("seconds", duration);
  }
}
