package io.storestream.benchmarks.contestant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PeerEventTest {

  private static final byte[] KEY = "1".getBytes(UTF_8);

  @Test
  void shouldReadAnEvent() throws UnusableEventException {
    PeerEvent event =
        read(
            """
            {"type":"UPSERT","storeNumber":"1","updatedAt":"1970-01-01T00:00:01Z",
             "store":{"country":"US","latitude":1.50,"features":{}}}""");

    assertThat(event.isDelete()).isFalse();
    assertThat(event.toItem())
        .isEqualTo(
            Map.of(
                "StoreNumber", AttributeValue.fromS("1"),
                "Country", AttributeValue.fromS("US"),
                "Latitude", AttributeValue.fromS("1.50"),
                "StateCityPostcode", AttributeValue.fromS("NULL#NULL#NULL"),
                "UpdatedAt", AttributeValue.fromS("1970-01-01T00:00:01Z"),
                "Version", AttributeValue.fromN("1000")));
  }

  @Test
  void shouldTakeTheTimeOfTheRecordIfTheEventHasNone() throws UnusableEventException {
    PeerEvent event =
        read("{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"US\"}}");

    assertThat(event.updatedAt()).isEqualTo("1970-01-01T00:00:02Z");
  }

  @Test
  void shouldReadDeletions() throws UnusableEventException {
    PeerEvent event = read("{\"type\":\"DELETE\",\"storeNumber\":\"2\"}");
    PeerEvent nullValue = PeerEvent.read(KEY, null, 2000);

    assertThat(event.isDelete()).isTrue();
    assertThat(event.toKey()).isEqualTo(Map.of("StoreNumber", AttributeValue.fromS("2")));
    assertThat(nullValue.isDelete()).isTrue();
    assertThat(nullValue.toKey()).isEqualTo(Map.of("StoreNumber", AttributeValue.fromS("1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no event",
        "[]",
        "{\"type\":\"DELETE\",",
        "{\"type\":\"DELETE\"}",
        "{\"type\":\"DELETE\",\"storeNumber\":\" \"}",
        "{\"type\":\"UPSERT\",\"storeNumber\":\"1\"}",
      })
  void shouldRefuseWhatIsNoEvent(String value) {
    assertThatThrownBy(() -> read(value)).isInstanceOf(UnusableEventException.class);
  }

  private static PeerEvent read(String value) throws UnusableEventException {
    return PeerEvent.read(KEY, value.getBytes(UTF_8), 2000);
  }
}
