package io.storestream.testing.fault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitBatchTest {

  private static final List<String> STATEMENTS =
      IntStream.range(0, 4)
          .mapToObj(
              i -> "{\"Statement\":\"UPDATE \\\"T%d\\\" SET \\\"A\\\" = %d\"}".formatted(i, i))
          .toList();

  private static final String REQUEST = request(STATEMENTS);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldRefuseOneOrMoreAndForwardTheOthersInTheirOrder(long seed) {
    SplitBatch split = SplitBatch.of(REQUEST, new SplittableRandom(seed));

    assertThat(split.refused()).isNotEmpty();
    List<String> others =
        IntStream.range(0, STATEMENTS.size())
            .filter(i -> !split.refused().containsKey(i))
            .mapToObj(STATEMENTS::get)
            .toList();
    assertThat(split.forwarded()).extracting(JsonNode::toString).isEqualTo(others);
    assertThat(split.requestOf(REQUEST)).isEqualTo(request(others));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAnswerEachStatementAtItsPosition(long seed) {
    SplitBatch split = SplitBatch.of(REQUEST, new SplittableRandom(seed));
    List<String> executed =
        IntStream.range(0, STATEMENTS.size())
            .filter(i -> !split.refused().containsKey(i))
            .mapToObj(i -> "{\"TableName\":\"T%d\"}".formatted(i))
            .toList();

    String answer =
        split.addRefusedTo(
            "{\"Responses\":[%s],\"ConsumedCapacity\":[]}".formatted(String.join(",", executed)));

    List<String> expected =
        IntStream.range(0, STATEMENTS.size())
            .mapToObj(
                i ->
                    split.refused().containsKey(i)
                        ? "{\"Error\":{\"Code\":\"%s\",\"Message\":\"injected\"},\"TableName\":\"T%d\"}"
                            .formatted(code(split, i), i)
                        : "{\"TableName\":\"T%d\"}".formatted(i))
            .toList();
    assertThat(answer)
        .isEqualTo(
            "{\"Responses\":[%s],\"ConsumedCapacity\":[]}".formatted(String.join(",", expected)));
  }

  @Test
  void shouldRefuseEachStatementAndForwardEachStatementWithSomeSeed() {
    Set<Integer> refused = new HashSet<>();
    Set<Integer> forwarded = new HashSet<>();
    Set<String> codes = new HashSet<>();
    LongStream.range(0, 20)
        .mapToObj(seed -> SplitBatch.of(REQUEST, new SplittableRandom(seed)))
        .forEach(
            split -> {
              for (int i = 0; i < STATEMENTS.size(); i++) {
                if (split.refused().containsKey(i)) {
                  refused.add(i);
                  codes.add(code(split, i));
                } else {
                  forwarded.add(i);
                }
              }
            });

    assertThat(refused).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(forwarded).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(codes)
        .containsExactlyInAnyOrder(
            "ThrottlingError", "ProvisionedThroughputExceeded", "InternalServerError");
  }

  @Test
  void shouldRefuseTheOnlyStatement() {
    String request = request(STATEMENTS.subList(0, 1));

    SplitBatch split = SplitBatch.of(request, new SplittableRandom(1));

    assertThat(split.forwarded()).isEmpty();
    assertThat(split.addRefusedTo("{}"))
        .isEqualTo(
            "{\"Responses\":[{\"Error\":{\"Code\":\"%s\",\"Message\":\"injected\"},\"TableName\":\"T0\"}]}"
                .formatted(code(split, 0)));
  }

  @Test
  void shouldSayWhichStatementNamesNoTable() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SplitBatch.of(
                    "{\"Statements\":[{\"Statement\":\"nonsense\"}]}", new SplittableRandom(1)))
        .withMessage("no table: {\"Statement\":\"nonsense\"}");
  }

  private static String request(List<String> statements) {
    return "{\"Statements\":[%s],\"ReturnConsumedCapacity\":\"TOTAL\"}"
        .formatted(String.join(",", statements));
  }

  private static String code(SplitBatch split, int position) {
    return requireNonNull(split.refused().get(position)).path("Error").path("Code").asText();
  }
}
