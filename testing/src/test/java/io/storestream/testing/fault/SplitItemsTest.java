package io.storestream.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitItemsTest {

  private static final List<String> WRITES =
      IntStream.range(0, 4).mapToObj(Integer::toString).toList();
  private static final String REQUEST =
      "{\"RequestItems\":{\"T\":[0,1,2],\"U\":[3]},\"ReturnConsumedCapacity\":\"TOTAL\"}";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldRefuseOneOrMoreAndForwardTheOthers(long seed) {
    SplitItems split = SplitItems.of(REQUEST, new SplittableRandom(seed));

    List<String> refused = writes(split.refused());
    assertThat(refused).isNotEmpty();
    List<String> all = new ArrayList<>(refused);
    all.addAll(writes(split.forwarded()));
    assertThat(all).containsExactlyInAnyOrderElementsOf(WRITES);
    assertThat(split.forwardsNothing()).isEqualTo(refused.size() == WRITES.size());
    assertThat(split.requestOf(REQUEST))
        .isEqualTo(
            "{\"RequestItems\":%s,\"ReturnConsumedCapacity\":\"TOTAL\"}"
                .formatted(split.forwarded()));
    assertThat(split.addRefusedTo("{\"UnprocessedItems\":{},\"ConsumedCapacity\":[]}"))
        .isEqualTo("{\"UnprocessedItems\":%s,\"ConsumedCapacity\":[]}".formatted(split.refused()));
  }

  @Test
  void shouldKeepWhatDynamoDbRefuses() throws JsonProcessingException {
    String request = "{\"RequestItems\":{\"T\":[1]}}";

    SplitItems split = SplitItems.of(request, new SplittableRandom(1));

    assertThat(split.forwardsNothing()).isTrue();
    assertThat(split.addRefusedTo("{}")).isEqualTo("{\"UnprocessedItems\":{\"T\":[1]}}");
    assertThat(new JsonMapper().readTree(split.addRefusedTo("{\"UnprocessedItems\":{\"T\":[0]}}")))
        .isEqualTo(new JsonMapper().readTree("{\"UnprocessedItems\":{\"T\":[0,1]}}"));
  }

  private static List<String> writes(JsonNode byTable) {
    List<String> writes = new ArrayList<>();
    for (JsonNode ofTable : byTable) {
      ofTable.forEach(write -> writes.add(write.toString()));
    }
    return writes;
  }
}
