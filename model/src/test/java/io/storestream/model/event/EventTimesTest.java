package io.storestream.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class EventTimesTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "times.csv",
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      useHeadersInDisplayName = true)
  void shouldReadWhatCanOnlyMeanOneInstant(
      String written, @Nullable EpochUnit epoch, String expected) {
    if (expected.startsWith("updatedAt ")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EventTimes.parse(written, epoch))
          .withMessage(expected);
    } else {
      assertThat(EventTimes.parse(written, epoch)).isEqualTo(expected);
      // and again, as the last time is kept
      assertThat(EventTimes.parse(written, epoch)).isEqualTo(expected);
    }
  }

  @Property
  void shouldReadAnyTimeInEverySpelling(
      @ForAll("times") Instant time, @ForAll("offsets") ZoneOffset offset) {
    String iso = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(offset));

    assertThat(EventTimes.parse(time.toString(), null)).isEqualTo(time);
    assertThat(EventTimes.parse(iso, null)).isEqualTo(time);
    assertThat(EventTimes.parse(iso.replace('T', ' ').replace('.', ','), null)).isEqualTo(time);
    assertThat(EventTimes.parse(iso.replaceAll(":(\\d\\d)$", "$1"), null)).isEqualTo(time);
    assertThat(EventTimes.parse(time.atZone(offset).toString(), null)).isEqualTo(time);
  }

  @Property
  void shouldReadTextOrRefuseIt(@ForAll("texts") String text, @ForAll EpochUnit epoch) {
    try {
      assertThat(EventTimes.parse(text, epoch)).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("updatedAt ");
    }
  }

  @Provide
  Arbitrary<Instant> times() {
    Arbitrary<Long> seconds =
        Arbitraries.longs().between(0, Instant.parse("2262-01-01T00:00:00Z").getEpochSecond());
    Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
    return Combinators.combine(seconds, nanos).as(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<ZoneOffset> offsets() {
    return Arbitraries.integers()
        .between(-18 * 60, 18 * 60)
        .map(m -> ZoneOffset.ofTotalSeconds(60 * m));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "2017", "-", "02", "01", "T", " ", ":", "00", ".", "5", "Z", "+", "[UTC]", "GMT", "e9",
            "\u2212");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        pieces.list().ofMaxSize(20).map(list -> String.join("", list)));
  }
}
