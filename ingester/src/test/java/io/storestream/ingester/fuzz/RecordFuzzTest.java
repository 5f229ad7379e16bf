package io.storestream.ingester.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.storestream.fixtures.Rounds;
import io.storestream.ingester.topology.DrivenTopology;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.DeadLetterHeaders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand damaged records of each format of upstream systems through the topology. */
@Tag("faults")
class RecordFuzzTest {

  private static final long SEED = 19;
  private static final int RECORDS = Rounds.of(2_000, 10_000);
  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  /** Makes a valid record of a store, a time and a number that is part of the content. */
  private enum Format {
    CLOUDEVENT_BINARY {
      @Override
      TestRecord<byte[], byte[]> record(String store, Instant time, int content) {
        RecordHeaders headers = new RecordHeaders();
        Map.of(
                "ce_specversion", "1.0",
                "ce_id", "1",
                "ce_source", "/directory",
                "ce_type", content == 0 ? "store.deleted" : "store.updated",
                "ce_subject", store,
                "ce_time", time.toString(),
                "content-type", "application/json; charset=utf-8")
            .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return new TestRecord<>(store.getBytes(UTF_8), data(content).getBytes(UTF_8), headers, NOW);
      }
    },

    CLOUDEVENT_STRUCTURED {
      @Override
      TestRecord<byte[], byte[]> record(String store, Instant time, int content) {
        String event =
            ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/directory\",\"type\":\"%s\","
                    + "\"subject\":\"%s\",\"time\":\"%s\",\"data\":%s}")
                .formatted(
                    content == 0 ? "store.deleted" : "store.updated", store, time, data(content));
        RecordHeaders headers = new RecordHeaders();
        if (content % 2 == 0) {
          headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        }
        return new TestRecord<>(null, event.getBytes(UTF_8), headers, NOW);
      }
    };

    abstract TestRecord<byte[], byte[]> record(String store, Instant time, int content);

    private static String data(int content) {
      return "{\"storeName\":\"店 %d\",\"country\":\"US\",\"latitude\":41.24}".formatted(content);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAccountForEveryRecord(Format format, @TempDir Path stateDir) {
    // given
    Random random = new Random(SEED);
    List<TestRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Instant time = NOW.minusSeconds(random.nextInt(1_000));
      String store = Integer.toString(random.nextInt(50));
      records.add(damaged(format.record(store, time, random.nextInt(4)), random));
    }

    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      // when
      for (int i = 0; i < RECORDS; i++) {
        try {
          topology.changes().pipeInput(records.get(i));
        } catch (RuntimeException | Error e) {
          throw new AssertionError(
              "record %d of seed %d: %s".formatted(i, SEED, records.get(i)), e);
        }
      }

      // then
      List<TestRecord<byte[], byte[]>> deadLetters =
          topology.output(Topics.deadLetterTopicOf(Topics.STORE_CHANGES)).readRecordsToList();
      assertThat(count(topology, "storestream.events") + withoutChange(topology))
          .isEqualTo(RECORDS);
      assertThat(deadLetters.size()).isBetween(RECORDS / 10, RECORDS * 9 / 10);
      assertThat(deadLetters)
          .allSatisfy(it -> assertThat(reason(it)).isNotBlank())
          .extracting(it -> text(it.value()))
          .containsExactlyElementsOf(unusable(records, deadLetters));
    }
  }

  /** Returns the values of the records that became these dead letters, by their offsets. */
  private static List<String> unusable(
      List<TestRecord<byte[], byte[]>> records, List<TestRecord<byte[], byte[]>> deadLetters) {
    return deadLetters.stream()
        .map(it -> Integer.parseInt(header(it, DeadLetterHeaders.OFFSET)))
        .map(offset -> text(records.get(offset).value()))
        .toList();
  }

  private static TestRecord<byte[], byte[]> damaged(
      TestRecord<byte[], byte[]> record, Random random) {
    byte[] key = record.key();
    byte[] value = record.value();
    Header[] headers = record.headers().toArray();
    for (int damages = random.nextInt(4); damages > 0; damages--) {
      int part = random.nextInt(8);
      if (part == 0) {
        key = key == null ? null : ByteMutations.mutate(key, random);
      } else if (part == 1) {
        value = random.nextInt(4) == 0 ? null : value;
      } else if (part < 4 && headers.length > 0) {
        headers = damaged(headers, random);
      } else {
        value = value == null ? null : ByteMutations.mutate(value, random);
      }
    }
    return new TestRecord<>(key, value, new RecordHeaders(headers), NOW);
  }

  private static Header[] damaged(Header[] headers, Random random) {
    RecordHeaders damaged = new RecordHeaders();
    int index = random.nextInt(headers.length);
    for (int i = 0; i < headers.length; i++) {
      if (i != index) {
        damaged.add(headers[i]);
      } else if (random.nextInt(3) > 0) {
        byte @Nullable [] value = headers[i].value();
        damaged.add(headers[i].key(), value == null ? null : ByteMutations.mutate(value, random));
      } else if (random.nextBoolean()) {
        damaged.add(headers[i].key(), null);
      }
    }
    return damaged.toArray();
  }

  private static long count(DrivenTopology topology, String metric) {
    return (long)
        topology.registry().find(metric).counters().stream().mapToDouble(Counter::count).sum();
  }

  private static long withoutChange(DrivenTopology topology) {
    return count(topology, "storestream.records.without.change");
  }

  private static String reason(TestRecord<byte[], byte[]> deadLetter) {
    return header(deadLetter, DeadLetterHeaders.MESSAGE);
  }

  private static String header(TestRecord<byte[], byte[]> deadLetter, String name) {
    return new String(deadLetter.headers().lastHeader(name).value(), UTF_8);
  }

  private static String text(byte @Nullable [] value) {
    return Arrays.toString(value);
  }
}
