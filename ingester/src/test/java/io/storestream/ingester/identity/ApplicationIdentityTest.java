package io.storestream.ingester.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationIdentityTest {

  private static final Uuid FIRST = new Uuid(1, 1);
  private static final Uuid SECOND = new Uuid(2, 2);
  private static final ApplicationIdentity IDENTITY =
      ApplicationIdentity.of(
          new WrittenTables(
              new TableIdentity("arn:stores", "2026-01-01T00:00:00Z"),
              new TableIdentity("arn:counts", "2026-01-01T00:00:01Z")),
          Map.of("stores", FIRST),
          true,
          true);

  @ParameterizedTest
  @CsvSource({"stores, 1, false", "stores, 2, true", "unknown, 2, false"})
  void shouldKnowATopicByItsId(String topic, int id, boolean replaced) {
    assertThat(IDENTITY.isReplaced(topic, new Uuid(id, id))).isEqualTo(replaced);
  }

  @Test
  void shouldAddTopicsWithoutReplacingOthers() {
    assertThat(IDENTITY.withNewTopics(Map.of("stores", SECOND, "log", SECOND)).topics())
        .isEqualTo(Map.of("stores", FIRST.toString(), "log", SECOND.toString()));
    assertThat(IDENTITY.withTopics(Map.of("stores", SECOND)).topics())
        .isEqualTo(Map.of("stores", SECOND.toString()));
  }

  @Test
  void shouldNeverResolveInPlaceAgainAfterAStartThatDidNot() {
    assertThat(IDENTITY.inPlaceIf(true).inPlace()).isTrue();
    assertThat(IDENTITY.inPlaceIf(false).inPlaceIf(true).inPlace()).isFalse();
  }

  @Test
  void shouldPassOverFieldsThatItDoesNotKnow() {
    String json =
        """
        {"format":7,"inPlace":true,"geo":true,"later":true,"topics":{"stores":"%s"},
         "tables":{"stores":{"arn":"arn:stores","createdAt":"2026-01-01T00:00:00Z","later":1},
                   "counts":{"arn":"arn:counts","createdAt":"2026-01-01T00:00:01Z"}}}
        """
            .formatted(FIRST);

    assertThat(ApplicationIdentity.parse(json.getBytes(UTF_8))).contains(IDENTITY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"format\":0}",
        "{\"format\":1}",
        "{\"format\":2}",
        "{\"format\":3}",
        "no JSON"
      })
  void shouldNotGuessAtAnotherFormat(String json) {
    assertThat(ApplicationIdentity.parse(json.getBytes(UTF_8))).isEmpty();
  }
}
