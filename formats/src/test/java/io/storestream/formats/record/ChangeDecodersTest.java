package io.storestream.formats.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.formats.StoreMapping;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeDecodersTest {

  static Stream<RecordCase> eventCases() {
    return RecordCase.in(ChangeDecodersTest.class, "event-only-cases.txt");
  }

  static Stream<RecordCase> cloudEventCases() {
    return RecordCase.in(ChangeDecodersTest.class, "cloudevents-only-cases.txt");
  }

  @ParameterizedTest
  @MethodSource("eventCases")
  void shouldTakeOurOwnEventsOnly(RecordCase it) {
    assertThat(RecordCase.describe(decoder(Set.of(ChangeFormat.EVENT)), it.record()))
        .isEqualTo(it.gives());
  }

  @ParameterizedTest
  @MethodSource("cloudEventCases")
  void shouldTakeCloudEventsOnly(RecordCase it) {
    assertThat(RecordCase.describe(decoder(Set.of(ChangeFormat.CLOUDEVENTS)), it.record()))
        .isEqualTo(it.gives());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000000050a4b32352d34 | the value seems to be Avro or Protobuf behind a magic byte and the schema ID 5
          1f8b080000             | the value seems to be compressed with gzip
          3c613e                 | the value seems to be the printed form of an object, not its content
          """)
  void shouldSayWhatABinaryValueSeemsToBe(String hex, String seeming) {
    SourceRecord record = SourceRecord.ofValue(HexFormat.of().parseHex(hex), RecordCase.TIMESTAMP);

    assertThat(RecordCase.describe(decoder(Set.of(ChangeFormat.CLOUDEVENTS)), record))
        .containsExactly(
            "invalid: the record is in no format of --formats cloudevents: " + seeming);
  }

  @Test
  void shouldReadTheNamesOfFormats() {
    assertThat(ChangeFormat.parse("event, CloudEvents"))
        .containsExactlyInAnyOrder(ChangeFormat.EVENT, ChangeFormat.CLOUDEVENTS);
    assertThat(ChangeFormat.parse(ChangeFormat.ALL)).isEqualTo(EnumSet.allOf(ChangeFormat.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChangeFormat.parse("event,"))
        .withMessage(
            "--formats must be one or more of event,cloudevents,debezium, separated by commas,"
                + " not 'event,'");
  }

  @Test
  void shouldNeedAFormat() {
    assertThatIllegalArgumentException().isThrownBy(() -> decoder(Set.of()));
  }

  private static ChangeDecoder decoder(Set<ChangeFormat> formats) {
    return ChangeDecoders.of(formats, StoreMapping.STANDARD, null);
  }
}
