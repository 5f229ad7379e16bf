package io.storestream.ingester.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.storestream.fixtures.Rounds;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.ingester.topology.ParseProcessor;
import io.storestream.model.event.InvalidEventException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand records of Debezium, more than half of them damaged, through the topology. */
@Tag("faults")
class DebeziumFuzzTest {

  private static final long SEED = 20_261_129;
  private static final int RECORDS = Rounds.of(2_000, 10_000);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path stateDir = Path.of("");

  @Test
  void shouldAccountForEveryRecord() {
    // given
    DebeziumMutator mutator = new DebeziumMutator(SEED, NOW);
    ChangeDecoder decoder =
        ChangeDecoders.of(EnumSet.allOf(ChangeFormat.class), StoreMapping.STANDARD, null);
    Map<String, Long> expected = new TreeMap<>();

    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      for (int i = 0; i < RECORDS; i++) {
        TestRecord<byte[], byte[]> record = mutator.next();
        try {
          // when
          topology.changes().pipeInput(record);

          count(decoder, record, expected);
        } catch (RuntimeException | Error e) {
          throw new AssertionError("record %d of seed %d: %s".formatted(i, SEED, record), e);
        }
      }

      // then
      assertThat(counted(topology)).as("seed %d", SEED).isEqualTo(expected);
      assertThat(expected)
          .containsOnlyKeys("changes", "dead-lettered", "without change")
          .allSatisfy((what, count) -> assertThat(count).isGreaterThan(RECORDS / 20));
      assertThat(fates(topology)).allSatisfy((fate, count) -> assertThat(count).isPositive());
    }
  }

  /** Counts a record as what its decoder says of it; nothing else may be thrown. */
  private static void count(
      ChangeDecoder decoder, TestRecord<byte[], byte[]> record, Map<String, Long> counts) {
    int bytes = record.key().length + (record.value() == null ? 0 : record.value().length);
    if (bytes > ParseProcessor.MAX_EVENT_BYTES) {
      counts.merge("dead-lettered", 1L, Long::sum);
      return;
    }
    try {
      Decoded decoded =
          decoder
              .decode(new SourceRecord(record.key(), record.value(), name -> null, NOW))
              .orElseThrow();
      if (decoded instanceof Decoded.Change change) {
        boolean isAhead =
            change.change().updatedAt().isAfter(NOW.plus(IngesterSettings.DEFAULT_MAX_AHEAD));
        counts.merge(
            isAhead ? "dead-lettered" : "changes",
            change.closed() == null || isAhead ? 1L : 2L,
            Long::sum);
      } else {
        counts.merge("without change", 1L, Long::sum);
      }
    } catch (InvalidEventException e) {
      assertThat(e.getMessage()).isNotBlank();
      counts.merge("dead-lettered", 1L, Long::sum);
    }
  }

  private static Map<String, Long> counted(DrivenTopology topology) {
    Map<String, Long> counts = new TreeMap<>();
    fates(topology)
        .forEach(
            (fate, count) ->
                counts.merge(
                    fate.equals("dead-lettered") ? "dead-lettered" : "changes", count, Long::sum));
    for (Counter counter :
        topology.registry().get("storestream.records.without.change").counters()) {
      counts.merge("without change", (long) counter.count(), Long::sum);
    }
    return counts;
  }

  private static Map<String, Long> fates(DrivenTopology topology) {
    Map<String, Long> fates = new TreeMap<>();
    for (Counter counter : topology.registry().get("storestream.events").counters()) {
      fates.put(String.valueOf(counter.getId().getTag("fate")), (long) counter.count());
    }
    return fates;
  }
}
