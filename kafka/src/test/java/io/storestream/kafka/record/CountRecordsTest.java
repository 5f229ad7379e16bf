package io.storestream.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.kafka.Topics;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountRecordsTest {

  private static final Version VERSION = new Version(0, 7);

  @Test
  void shouldNameThePlaceDownToItsLevel() {
    assertThat(json(List.of("us"), 13_608)).isEqualTo("{\"country\":\"US\",\"count\":13608}");
    assertThat(json(List.of("US", "NE", ""), 0))
        .isEqualTo("{\"country\":\"US\",\"state\":\"NE\",\"city\":\"\",\"count\":0}");
  }

  @Test
  void shouldNameTheGeohashOfACell() {
    LocationCount count = new LocationCount(Location.cell("9z7"), 12, VERSION);

    byte[] json = CountRecords.encodeValue(count);

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("{\"cell\":\"9z7\",\"count\":12}");
    assertThat(CountRecords.decodeValue(json, VERSION)).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"US", "US|", "US|N#E|100%"})
  void shouldComeBackFromItsJson(String names) {
    LocationCount count = count(List.of(names.split("\\|", -1)), 3);

    assertThat(CountRecords.decodeValue(CountRecords.encodeValue(count), VERSION)).isEqualTo(count);
  }

  @Test
  void shouldPassOverWhatItDoesNotKnow() {
    assertThat(decode("{\"a\":{\"count\":1},\"country\":\"US\",\"b\":[2],\"count\":5}"))
        .isEqualTo(count(List.of("US"), 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"country\":\"US\"}",
        "{\"country\":\"US\",\"count\":\"1\"}",
        "{\"country\":\"US\",\"count\":-1}",
        "{\"country\":\"US\",\"city\":\"OMAHA\",\"count\":1}",
        "{\"country\":7,\"count\":1}",
        "{\"count\":1}",
        "{\"cell\":\"\",\"count\":1}",
        "{\"cell\":\"9a\",\"count\":1}",
        "{\"cell\":\"9z7drx\",\"count\":1}",
        "{\"cell\":9,\"count\":1}",
        "{\"cell\":\"9z7\",\"country\":\"US\",\"count\":1}",
      })
  void shouldRefuseWhatIsNoCount(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> decode(json));
  }

  @Test
  void shouldSayWhatIsNotACount() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            Topics.LOCATION_COUNTS, 1, 7, "US".getBytes(StandardCharsets.UTF_8), new byte[0]);

    assertThatExceptionOfType(InvalidRecordException.class)
        .isThrownBy(() -> CountRecords.decode(record))
        .withMessage(
            "location-counts-1 at offset 7 is not a count of a location: it has no header version");
  }

  private static LocationCount decode(String json) {
    return CountRecords.decodeValue(json.getBytes(StandardCharsets.UTF_8), VERSION);
  }

  private static String json(List<String> names, long count) {
    return new String(CountRecords.encodeValue(count(names, count)), StandardCharsets.UTF_8);
  }

  private static LocationCount count(List<String> names, long count) {
    return new LocationCount(new Location(names), count, VERSION);
  }
}
