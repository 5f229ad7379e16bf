package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.IngesterSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which existing topics an application takes, and how many partitions new ones get. */
class IngestTopicsTest {

  private static final IngestTopics TOPICS = new IngestTopics("app", "changes");
  private static final String REPLAY =
      "replay all events with a new application, `./stores ingest --application-id NEW"
          + " --from-beginning`";

  @Test
  void shouldTakeTopicsOfOneShape() {
    assertThat(TOPICS.differences(Map.of(), OptionalInt.of(3), Map.of())).isEmpty();
    assertThat(TOPICS.differences(partitions(2), OptionalInt.of(2), policies("compact"))).isEmpty();
    assertThat(TOPICS.differences(partitions(2), OptionalInt.empty(), policies("compact")))
        .isEmpty();
  }

  /** With as many partitions, events are resolved in place. */
  @Test
  void shouldMakeAsManyPartitionsAsTheEventsHave() {
    assertThat(TOPICS.partitionsOf(Map.of())).isEqualTo(IngesterSettings.DEFAULT_PARTITIONS);
    assertThat(TOPICS.partitionsOf(Map.of("changes", 4))).isEqualTo(4);
    assertThat(TOPICS.partitionsOf(Map.of("changes", 4, "stores", 3))).isEqualTo(3);
    assertThat(
            TOPICS.partitionsOf(
                Map.of("changes", 4, "stores", 3, "app-by-store-number-repartition", 2)))
        .isEqualTo(2);
  }

  @Test
  void shouldTakePartitionsThatWereAddedToTheEvents() {
    Map<String, Integer> grown = partitions(2);
    grown.put("changes", 3);

    assertThat(TOPICS.differences(grown, OptionalInt.empty(), Map.of())).isEmpty();
  }

  @Test
  void shouldNotTakeOtherPartitionsThanAreAskedFor() {
    assertThat(TOPICS.differences(partitions(2), OptionalInt.of(3), Map.of()))
        .containsExactly(
            "topic app-by-store-number-repartition has 2 partitions, not 3: leave out --partitions"
                + " to take what is there",
            "topic stores has 2 partitions, not 3: leave out --partitions to take what is there");
  }

  @ParameterizedTest
  @MethodSource("irreplaceable")
  void shouldNotTakeATopicToWhichPartitionsWereAdded(String topic) {
    Map<String, Integer> grown = partitions(2);
    grown.put(topic, 3);
    String counts =
        TOPICS.irreplaceable().stream()
            .sorted()
            .map(it -> it + " has " + (it.equals(topic) ? 3 : 2))
            .collect(Collectors.joining(", "));

    assertThat(TOPICS.differences(grown, OptionalInt.empty(), Map.of()))
        .containsExactly(
            ("partitions were added to a topic of application app (%s), so a store may be in two of"
                    + " them: %s; if the topic is stores or location-counts, delete it first")
                .formatted(counts, REPLAY));
  }

  static List<String> irreplaceable() {
    return TOPICS.irreplaceable();
  }

  @ParameterizedTest
  @CsvSource({
    "stores, only stores that change from now on would be published to it",
    "location-counts, only counts that change from now on would be published to it",
    "app-store-states-changelog, 'the versions of the stores and the stores that wait for the"
        + " table would be lost, and late events could replace newer states'",
    "app-applied-changes-changelog,"
        + " 'the list of counted changes would be lost, and changes could be counted twice or not"
        + " at all'",
    "app-location-counts-changelog, all counts would start at zero",
    "app-identity, the topics and tables of its state would be unknown",
  })
  void shouldNotTakeATopicThatMayHaveLostRecords(String topic, String consequence) {
    assertThat(TOPICS.compacted()).contains(topic).hasSize(6);
    Map<String, String> policies = policies("compact");
    policies.put(topic, "delete");

    assertThat(TOPICS.differences(partitions(2), OptionalInt.of(2), policies))
        .containsExactly(
            ("topic %s has cleanup.policy=delete, not compact, and may have lost records: if the"
                    + " application has never run, alter it; else %s: restore it, or %s")
                .formatted(topic, consequence, REPLAY));
  }

  private static Map<String, Integer> partitions(int count) {
    Map<String, Integer> partitions = new HashMap<>();
    TOPICS.all().forEach(it -> partitions.put(it, count));
    return partitions;
  }

  private static Map<String, String> policies(String policy) {
    Map<String, String> policies = new TreeMap<>();
    TOPICS.compacted().forEach(it -> policies.put(it, policy));
    return policies;
  }
}
