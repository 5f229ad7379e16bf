package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.ingester.command.IngestFigures;
import io.storestream.kafka.Topics;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.testing.format.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One change, as files have it and as upstream systems send it. */
class EveryFormatTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final Instant EARLIER = TIME.minusMillis(1);
  private static final String NAME = "125th & W. Center Rd.";

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldWriteAChangeOnceHoweverItIsSent() throws IOException {
    try (FakeSchemaRegistry registry = FakeSchemaRegistry.start();
        EmbeddedBackends backends = EmbeddedBackends.start();
        WholePath path =
            new WholePath(
                backends, directory.resolve("state"), RegistryAccess.open(registry.url()))) {
      // given
      RecordFormat.schemas().forEach((id, schema) -> registry.add(id, null, schema));
      List<Path> files = files(NAME, TIME);
      path.load(files.get(0), TIME);
      IngestFigures first = path.figures();
      int others = files.size() - 1 + RecordFormat.values().length;

      // when
      for (Path file : files.subList(1, files.size())) {
        path.publish(file, TIME);
      }
      path.publish(records(NAME, TIME));
      path.awaitCaughtUp();

      // then
      assertThat(path.figures())
          .isEqualTo(new IngestFigures(1, others, 0, first.writeRequests(), 0));

      // when
      for (Path file : files("Renamed", EARLIER)) {
        path.publish(file, EARLIER);
      }
      path.publish(records("Renamed", EARLIER));
      path.awaitCaughtUp();

      // then
      assertThat(path.figures())
          .isEqualTo(new IngestFigures(1, others, others + 1, first.writeRequests(), 0));
      assertThat(path.get("/v1/stores/2651-53179"))
          .contains("\"storeName\":\"" + NAME + "\"")
          .contains("\"updatedAt\":\"" + TIME + "\"");
    }
  }

  /** Returns the change as a row, as an event, and as a store in an array. */
  private List<Path> files(String name, Instant time) throws IOException {
    String fields =
        "\"storeName\":\"%s\",\"city\":\"Omaha\",\"country\":\"US\",\"latitude\":41.25"
            .formatted(name);
    String event =
        "{\"type\":\"UPSERT\",\"storeNumber\":\"2651-53179\",\"updatedAt\":\"%s\",\"store\":{%s}}";
    return List.of(
        Files.writeString(
            directory.resolve(name + ".csv"),
            """
            Store Number,Store Name,City,Country,Latitude
            2651-53179,%s,Omaha,US,41.25
            """
                .formatted(name)),
        Files.writeString(directory.resolve(name + ".ndjson"), event.formatted(time, fields)),
        Files.writeString(
            directory.resolve(name + ".json"),
            "[{\"storeNumber\":\"2651-53179\",%s}]".formatted(fields)));
  }

  private static List<ProducerRecord<byte[], byte[]>> records(String name, Instant time) {
    Store store =
        new StoreBuilder()
            .storeNumber("2651-53179")
            .set(StoreField.STORE_NAME, name)
            .set(StoreField.CITY, "Omaha")
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.LATITUDE, "41.25")
            .build();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (RecordFormat format : RecordFormat.values()) {
      records.add(format.record(Topics.STORE_CHANGES, store, time));
    }
    return records;
  }
}
