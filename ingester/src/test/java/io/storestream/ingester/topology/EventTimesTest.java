package io.storestream.ingester.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The last write of a store wins at the precision that was given, through the production topology.
 */
class EventTimesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final String DELETE = "DELETE";

  @TempDir private Path stateDir = Path.of("");

  /**
   * @param first a time and the store's name then, or {@link #DELETE}
   * @param published the versions in {@code stores}, each with what it says
   */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "times-of-events.csv", useHeadersInDisplayName = true)
  void shouldOrderChangesByAllDigitsOfTheirTimes(
      String description, String first, String second, String published) {
    try (DrivenTopology topology = new DrivenTopology(stateDir, NOW)) {
      // when
      topology.changes().pipeInput(null, event(first));
      topology.changes().pipeInput(null, event(second));

      // then
      assertThat(versions(topology.output(Topics.STORES))).as(description).isEqualTo(published);
      assertThat(topology.output(Topics.STORE_CHANGES + "-dlq").isEmpty()).isTrue();
      assertThat(published).endsWith(written(topology));
    }
  }

  private static byte[] event(String timeAndName) {
    List<String> words = List.of(timeAndName.split(" ", 2));
    String event =
        words.get(1).equals(DELETE)
            ? "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"%s\"}"
                .formatted(words.get(0))
            : ("{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":\"%s\","
                    + "\"store\":{\"storeName\":\"%s\",\"country\":\"FR\"}}")
                .formatted(words.get(0), words.get(1));
    return event.getBytes(UTF_8);
  }

  private static String versions(TestOutputTopic<byte[], byte[]> stores) {
    return stores.readRecordsToList().stream()
        .map(EventTimesTest::version)
        .collect(Collectors.joining(" | "));
  }

  private static String version(TestRecord<byte[], byte[]> record) {
    String version = new String(record.headers().lastHeader(Topics.VERSION_HEADER).value(), UTF_8);
    return version + " " + (record.value() == null ? DELETE : name(record.value()));
  }

  /** Returns the version that was last written, and what it says. */
  private static String written(DrivenTopology topology) {
    KeyValueStore<String, StoreState> states =
        topology.driver().getKeyValueStore(ChangeProcessor.STORE_STATES);
    StoreState.LastWrite last = requireNonNull(states.get("1").lastWrite());
    byte[] content = last.content();
    return last.version().number() + " " + (content.length == 0 ? DELETE : name(content));
  }

  private static String name(byte[] store) {
    return new String(store, UTF_8).replaceAll(".*\"storeName\":\"([^\"]*)\".*", "$1");
  }
}
