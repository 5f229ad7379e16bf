package io.storestream.ingester.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.kafka.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production topology, and tombstones whose keys come from several serializers. */
class TombstoneTopologyTest {

  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<String> STORES =
      List.of(
          "12345", "K25-1", "K25-2", "K25-3", "K25-4", "K25-5", "K25-6", "K25-7", "K25-8", "K25-9");

  @TempDir private Path stateDir = Path.of("");

  /** A line of {@code tombstones.csv}. */
  private record Tombstone(
      String description,
      @Nullable String key,
      @Nullable String value,
      String deletes,
      String reason) {}

  @Test
  void shouldDeleteTheStoresThatAreNamedAndNoOthers() throws IOException {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      // given
      List<Tombstone> tombstones = tombstones();
      var changes = topology.changes();
      STORES.forEach(store -> changes.pipeInput(null, upsert(store), NOW));

      // when
      for (Tombstone it : tombstones) {
        changes.pipeInput(new TestRecord<>(bytes(it.key()), bytes(it.value()), NOW.plusMillis(1)));
      }

      // then
      Map<String, String> states = new TreeMap<>();
      STORES.forEach(store -> states.put(store, "open"));
      tombstones.stream()
          .map(Tombstone::deletes)
          .filter(store -> !store.isEmpty())
          .forEach(store -> states.put(store, "deleted"));
      assertThat(states).containsOnlyKeys(STORES).containsValues("open", "deleted");
      assertThat(statesIn(topology)).isEqualTo(states);
      assertDeadLetters(
          topology, tombstones.stream().filter(it -> !it.reason().isEmpty()).toList());
    }
  }

  private static Map<String, String> statesIn(DrivenTopology topology) {
    Map<String, String> states = new TreeMap<>();
    topology
        .output(Topics.STORES)
        .readRecordsToList()
        .forEach(
            it -> states.put(new String(it.key(), UTF_8), it.value() == null ? "deleted" : "open"));
    return states;
  }

  private static void assertDeadLetters(DrivenTopology topology, List<Tombstone> expected) {
    var deadLetters = topology.output("store-changes-dlq").readRecordsToList();
    assertThat(deadLetters).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Tombstone it = expected.get(i);
      var deadLetter = deadLetters.get(i);
      assertThat(deadLetter.key()).as(it.description()).isEqualTo(bytes(it.key()));
      assertThat(deadLetter.value()).as(it.description()).isEqualTo(bytes(it.value()));
      assertThat(header(deadLetter, "__streams.errors.exception")).isEqualTo("InvalidEvent");
      assertThat(header(deadLetter, "__streams.errors.message")).startsWith(it.reason());
    }
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static byte[] upsert(String storeNumber) {
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"store\":{\"country\":\"FR\"}}"
        .formatted(storeNumber)
        .getBytes(UTF_8);
  }

  private static List<Tombstone> tombstones() throws IOException {
    try (InputStream in = TombstoneTopologyTest.class.getResourceAsStream("tombstones.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(" \\|", -1))
          .map(
              it ->
                  new Tombstone(
                      it[0],
                      it[1].isBlank() ? null : it[1].strip(),
                      it[2].isBlank() ? null : it[2].strip(),
                      it[3].strip(),
                      it[4].strip()))
          .toList();
    }
  }

  private static byte @Nullable [] bytes(@Nullable String written) {
    if (written == null) {
      return null;
    }
    return written.startsWith("hex:")
        ? HexFormat.of().parseHex(written.substring("hex:".length()))
        : written.substring("text:".length()).getBytes(UTF_8);
  }
}
