package io.storestream.ingester.command;

import io.storestream.ingester.IngesterSettings;
import java.nio.file.Path;
import java.util.OptionalInt;

/** What tests hand to an ingester: settings and events. */
public final class IngestInputs {

  private IngestInputs() {}

  public static String upsert(String storeNumber) {
    return upsert(storeNumber, 2017);
  }

  /** Returns a change of a year, that has the year in the store's name. */
  public static String upsert(String storeNumber, int year) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%d-02-01T00:00:00Z\","
            + "\"store\":{\"country\":\"US\",\"storeName\":\"%d\"}}")
        .formatted(storeNumber, year, year);
  }

  /** Returns settings of an application that has its name for all. */
  public static IngesterSettings settings(String name, Path stateDir) {
    return settings(name, name, name, stateDir, false);
  }

  public static IngesterSettings settings(
      String applicationId, String topic, String table, Path stateDir, boolean fromBeginning) {
    return settings(
        applicationId,
        topic,
        OptionalInt.of(IngestStack.PARTITIONS),
        table,
        stateDir,
        fromBeginning);
  }

  /** Returns settings that take the partitions that are there. */
  public static IngesterSettings settingsOfAnyPartitions(String name, Path stateDir) {
    return settings(name, name, OptionalInt.empty(), name, stateDir, false);
  }

  private static IngesterSettings settings(
      String applicationId,
      String topic,
      OptionalInt partitions,
      String table,
      Path stateDir,
      boolean fromBeginning) {
    return IngesterSettings.builder()
        .applicationId(applicationId)
        .topic(topic)
        .partitions(partitions)
        .threads(1)
        .stateDir(stateDir)
        .table(table)
        .maxInFlight(4)
        .fromBeginning(fromBeginning)
        .build();
  }
}
