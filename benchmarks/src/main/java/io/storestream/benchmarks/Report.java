package io.storestream.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.server.BenchmarkPlan;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The table and the JSON of a run.
 *
 * @param figures in the order of the table
 */
record Report(BenchmarkPlan plan, List<Figure> figures) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROW = "%-14s %-22s %30s %12s %15s  %s%n";

  /** Takes a copy. */
  Report {
    figures = List.copyOf(figures);
  }

  void printTo(PrintStream out) {
    out.printf(
        ROW,
        "measurement",
        "contestant",
        "median (min-max)",
        "CPU us/item",
        "broker us/item",
        "ratio");
    for (Figure figure : figures) {
      out.printf(
          ROW,
          figure.measurement(),
          figure.contestant(),
          "%s%s (%s-%s)"
              .formatted(
                  number(figure, figure.median()),
                  figure.unit().symbol(),
                  number(figure, figure.min()),
                  number(figure, figure.max())),
          micros(figure.cpuMicros()),
          micros(figure.brokerMicros()),
          figure.baseline() == null
              ? "-"
              : String.format(Locale.ROOT, "%.2f of %s", figure.ratio(), figure.baseline()));
    }
    out.flush();
  }

  private static String number(Figure figure, double value) {
    String format = figure.unit() == Unit.PER_SECOND ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String micros(OptionalDouble value) {
    return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", value.getAsDouble());
  }

  /** Returns the same as JSON, with the value of each round. */
  String toJson() {
    ObjectNode report = JSON.createObjectNode();
    report.put("stores", plan.stores());
    report.put("seed", plan.seed());
    report.put("rounds", plan.rounds());
    report.put("latencyMs", plan.latency().toMillis());
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("java", System.getProperty("java.version"));
    for (Figure figure : figures) {
      ObjectNode node = report.withArray("figures").addObject();
      node.put("measurement", figure.measurement());
      node.put("contestant", figure.contestant());
      node.put("unit", figure.unit().symbol());
      node.put("median", figure.median());
      node.put("min", figure.min());
      node.put("max", figure.max());
      node.put("items", figure.items());
      figure.cpuMicros().ifPresent(it -> node.put("cpuMicrosPerItem", it));
      figure.brokerMicros().ifPresent(it -> node.put("brokerMicrosPerItem", it));
      if (figure.baseline() != null) {
        node.put("baseline", figure.baseline());
        node.put("ratio", figure.ratio());
      }
      for (Result round : figure.rounds()) {
        node.withArray("values").add(round.value());
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }
}
