package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitBatchTest {

  private static final String REQUEST =
      """
      {"RequestItems":{"A":[1,2,3],"B":[4]},"ReturnConsumedCapacity":"NONE"}""";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldLeaveOneOrMoreAndTakeTheOthers(long seed) {
    SplitBatch split = SplitBatch.of(REQUEST, new SplittableRandom(seed));

    assertThat(split.unprocessed().isEmpty()).isFalse();
    List<String> parts = new ArrayList<>(items(split.forwarded()));
    parts.addAll(items(split.unprocessed()));
    assertThat(parts).containsExactlyInAnyOrder("A1", "A2", "A3", "B4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldPutThePartsWhereTheyBelong(long seed) {
    SplitBatch split = SplitBatch.of(REQUEST, new SplittableRandom(seed));

    assertThat(split.requestOf(REQUEST))
        .isEqualTo("{\"RequestItems\":%s,\"ReturnConsumedCapacity\":\"NONE\"}", split.forwarded());
    assertThat(split.addUnprocessedTo("{}"))
        .isEqualTo("{\"UnprocessedItems\":%s}", split.unprocessed());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldKeepWhatDynamoDbHasLeftItself(long seed) {
    SplitBatch split = SplitBatch.of("{\"RequestItems\":{\"A\":[1]}}", new SplittableRandom(seed));

    assertThat(split.addUnprocessedTo("{\"UnprocessedItems\":{\"A\":[9],\"C\":[8]}}"))
        .isEqualTo("{\"UnprocessedItems\":{\"A\":[9,1],\"C\":[8]}}");
  }

  private static List<String> items(JsonNode byTable) {
    List<String> items = new ArrayList<>();
    byTable
        .properties()
        .forEach(table -> table.getValue().forEach(item -> items.add(table.getKey() + item)));
    return items;
  }
}
