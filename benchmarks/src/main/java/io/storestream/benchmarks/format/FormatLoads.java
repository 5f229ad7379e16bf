package io.storestream.benchmarks.format;

import io.storestream.benchmarks.comparison.Events;
import io.storestream.benchmarks.comparison.Loads;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.testing.format.RecordFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Stores that no table has yet, in each format of records. */
public final class FormatLoads implements Measurement {

  /** All others are compared with the second, our own event. */
  private static final List<RecordFormat> FORMATS =
      List.of(
          RecordFormat.CLOUDEVENTS_BINARY,
          RecordFormat.EVENT,
          RecordFormat.CLOUDEVENTS_STRUCTURED,
          RecordFormat.DEBEZIUM_SCHEMA,
          RecordFormat.DEBEZIUM,
          RecordFormat.DEBEZIUM_AVRO,
          RecordFormat.DEBEZIUM_UNWRAPPED);

  @Override
  public String name() {
    return "formats";
  }

  @Override
  public String description() {
    return "A new process of storestream writes stores that are new, as in first-load, from records"
        + " in each format. The keys of Debezium's records are JSON, so most events take the way"
        + " through the repartition topic.";
  }

  @Override
  public List<String> contestants() {
    return FORMATS.stream().map(RecordFormat::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    List<RecordFormat> order = new ArrayList<>(FORMATS);
    if (!bench.includes(Contestant.STORESTREAM.label())) {
      order.clear();
    }
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    return order.stream().map(format -> measure(bench, round, format)).toList();
  }

  private Result measure(Workbench bench, int round, RecordFormat format) {
    String name = "%s-%d-%s".formatted(name(), round, format.label());
    Instant now = Events.now().updatedAt();
    Events.createTopic(bench, name);
    bench.report("publishing %,d records as %s".formatted(bench.stores().count(), format.label()));
    Events.publish(bench, bench.stores(), store -> format.record(name, store, now));
    try (FakeSchemaRegistry registry = FakeSchemaRegistry.start()) {
      RecordFormat.schemas().forEach((id, schema) -> registry.add(id, null, schema));
      String url = registry.url().toString();
      Result result =
          Loads.load(bench, Contestant.STORESTREAM, name, name, "--schema-registry", url)
              .toResult(name(), format.label());
      Loads.report(bench, round, result);
      return result;
    }
  }
}
