package io.storestream.benchmarks.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The table and the JSON of a comparison.
 *
 * @param results of each contestant, the sums of all rounds
 */
record FaultsReport(FaultsPlan plan, List<FaultResult> results) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROW = "%-12s %8s %8s %8s %8s %9s %8s %9s %8s %8s %8s %5s  %s%n";

  /** Takes a copy. */
  FaultsReport {
    results = List.copyOf(results);
  }

  void printTo(PrintStream out) {
    out.printf(
        ROW,
        "contestant",
        "exact",
        "lost",
        "stale",
        "extra",
        "different",
        "by rule",
        "by faults",
        "writes",
        "repeated",
        "/change",
        "ends",
        "unusable event");
    for (FaultResult result : results) {
      Comparison stores = result.stores();
      out.printf(
          ROW,
          result.contestant(),
          stores.exact(),
          stores.lost(),
          stores.stale(),
          stores.extra(),
          stores.different(),
          stores.byRule(),
          stores.byFaults(),
          result.written(),
          result.repeated(),
          String.format(Locale.ROOT, "%.2f", result.writesPerChange()),
          result.ends(),
          result.endedByUnusableEvent() ? "ends it" : "survived");
    }
    out.flush();
  }

  /** Returns the same as JSON. */
  String toJson() {
    ObjectNode report = JSON.createObjectNode();
    report.put("stores", plan.stores());
    report.put("events", plan.events());
    report.put("kills", plan.kills());
    report.put("rounds", plan.rounds());
    report.put("seed", plan.seed());
    for (FaultResult result : results) {
      ObjectNode node = report.withArray("contestants").addObject();
      node.put("contestant", result.contestant());
      node.put("exact", result.stores().exact());
      node.put("lost", result.stores().lost());
      node.put("stale", result.stores().stale());
      node.put("extra", result.stores().extra());
      node.put("different", result.stores().different());
      node.put("byRule", result.stores().byRule());
      node.put("byFaults", result.stores().byFaults());
      node.put("changes", result.accepted());
      node.put("writes", result.written());
      node.put("repeatedWrites", result.repeated());
      node.put("writesPerChange", result.writesPerChange());
      node.put("ends", result.ends());
      node.put("endedByUnusableEvent", result.endedByUnusableEvent());
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }
}
