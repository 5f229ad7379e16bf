package io.storestream.benchmarks.comparison;

import io.storestream.benchmarks.measurement.Measurement;
import java.util.List;

/** All measurements. */
public final class Measurements {

  private Measurements() {}

  /** Returns all of them, in the order of the table. */
  public static List<Measurement> all() {
    return List.of(
        new FirstLoad(),
        new Updates(),
        new Unchanged(),
        new Produce(),
        RebuildTable.onStandIn(),
        RebuildTable.onDynamoDbLocal(),
        new VerifyTable());
  }
}
