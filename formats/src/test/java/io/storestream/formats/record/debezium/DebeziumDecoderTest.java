package io.storestream.formats.record.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.storestream.formats.StoreMapping;
import io.storestream.formats.StoreMapping.Column;
import io.storestream.formats.StoreMapping.Constant;
import io.storestream.formats.StoreMapping.Source;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.RecordCase;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.StoreField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DebeziumDecoderTest {

  private static final String KEY = "{\"store_number\":\"1\"}";
  private static final String DELETE =
      "{\"before\":null,\"after\":null,\"source\":{\"ts_ms\":1485907200000},\"op\":\"d\"}";
  private static final String CREATE =
      "{\"after\":{\"store_number\":\"1\",\"country\":\"US\"},"
          + "\"source\":{\"ts_ms\":1485907200000},\"op\":\"c\"}";

  static Stream<RecordCase> cases() {
    return RecordCase.in(DebeziumDecoderTest.class, "cases.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldDecode(RecordCase it) {
    ChangeDecoder decoder = new DebeziumDecoder(StoreMapping.STANDARD);

    assertThat(RecordCase.describe(decoder, it.record())).isEqualTo(it.gives());
  }

  @Test
  void shouldDecodeTheSameBehindAKnownSchema() {
    ChangeDecoder decoder = new DebeziumDecoder(StoreMapping.STANDARD);
    List<RecordCase> cases = cases().filter(it -> it.record().value() != null).toList();

    for (int i = 0; i < 2; i++) {
      assertThat(cases)
          .allSatisfy(
              it -> assertThat(RecordCase.describe(decoder, it.record())).isEqualTo(it.gives()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'ts_ms':1}}                | no change: heartbeat",
        "{'ts_ms':2} }               | no change: heartbeat",
        "{'ts_ms':1},'schema':null}  | invalid: the value is not JSON: Duplicate field 'schema'",
        "{'ts_ms':1}} {}             | invalid: the value is not JSON: Trailing token",
        "{'ts_ms':1                  | invalid: the value is not JSON: Unexpected end-of-input",
      })
  void shouldReadWhatFollowsAKnownSchema(String rest, String gives) {
    ChangeDecoder decoder = new DebeziumDecoder(StoreMapping.STANDARD);
    String schema = "{'schema':{'type':'struct'},'payload':";
    RecordCase.describe(decoder, valueOf(schema + "{'ts_ms':1}}"));

    assertThat(RecordCase.describe(decoder, valueOf(schema + rest)))
        .singleElement(STRING)
        .startsWith(gives);
  }

  static Stream<RecordCase> mappedCases() {
    return RecordCase.in(DebeziumDecoderTest.class, "mapped-cases.txt");
  }

  @ParameterizedTest
  @MethodSource("mappedCases")
  void shouldDecodeMappedColumns(RecordCase it) {
    Map<StoreField, List<Source>> fields = new EnumMap<>(StoreMapping.STANDARD.fields());
    fields.put(StoreField.COUNTRY, List.of(new Constant("US")));
    StoreMapping mapping = new StoreMapping(List.of(Column.required("id")), fields, List.of());

    assertThat(RecordCase.describe(new DebeziumDecoder(mapping), it.record()))
        .isEqualTo(it.gives());
  }

  @Test
  void shouldTakeTheTombstoneBehindADeleteForNoChange() {
    ChangeDecoder decoder = new DebeziumDecoder(StoreMapping.STANDARD);

    assertThat(RecordCase.describe(decoder, record(KEY, DELETE))).hasSize(1);
    assertThat(RecordCase.describe(decoder, record(KEY, null)))
        .containsExactly("no change: tombstone");
    assertThat(RecordCase.describe(decoder, record(KEY, null)))
        .containsExactly("not of this format");
  }

  @Test
  void shouldForgetADeleteWhenTheRowIsThereAgain() {
    ChangeDecoder decoder = new DebeziumDecoder(StoreMapping.STANDARD);

    RecordCase.describe(decoder, record(KEY, DELETE));
    RecordCase.describe(decoder, record(KEY, CREATE));

    assertThat(RecordCase.describe(decoder, record(KEY, null)))
        .containsExactly("not of this format");
  }

  private static SourceRecord valueOf(String json) {
    return SourceRecord.ofValue(json.replace('\'', '"').getBytes(UTF_8), RecordCase.TIMESTAMP);
  }

  private static SourceRecord record(String key, @Nullable String value) {
    return new SourceRecord(
        key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        name -> null,
        RecordCase.TIMESTAMP);
  }
}
