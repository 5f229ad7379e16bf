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

    assertThat(split.left().isEmpty()).isFalse();
    List<String> parts = new ArrayList<>(items(split.taken()));
    parts.addAll(items(split.left()));
    assertThat(parts).containsExactlyInAnyOrder("A1", "A2", "A3", "B4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldPutThePartsWhereTheyBelong(long seed) {
    SplitBatch split = SplitBatch.of(REQUEST, new SplittableRandom(seed));

    assertThat(split.takenOf(REQUEST))
        .isEqualTo("{\"RequestItems\":%s,\"ReturnConsumedCapacity\":\"NONE\"}", split.taken());
    assertThat(split.addLeftTo("{}")).isEqualTo("{\"UnprocessedItems\":%s}", split.left());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldKeepWhatDynamoDbHasLeftItself(long seed) {
    SplitBatch split = SplitBatch.of("{\"RequestItems\":{\"A\":[1]}}", new SplittableRandom(seed));

    assertThat(split.addLeftTo("{\"UnprocessedItems\":{\"A\":[9],\"C\":[8]}}"))
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
