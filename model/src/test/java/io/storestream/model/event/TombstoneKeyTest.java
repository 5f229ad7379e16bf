package io.storestream.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.model.StoreNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class TombstoneKeyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@code #} stands for the store number. */
  private static final List<String> FORMS =
      List.of(
          "#",
          " # ",
          "\"#\"",
          "{\"storeNumber\":\"#\"}",
          "{\"since\":2020,\"storeNumber\":\"#\"}",
          "{\"store_number\": \"#\"}\n",
          "{\"schema\":{\"type\":\"string\"},\"payload\":\"#\"}",
          "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"StoreNumber\":\"#\"}}");

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "tombstone-keys.csv",
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true)
  void shouldNameTheStoreOrSayWhatTheKeyIs(
      String description, String key, @Nullable String deletes, @Nullable String refused)
      throws InvalidEventException {
    if (deletes != null) {
      assertThat(TombstoneKey.storeNumber(bytes(key))).as(description).isEqualTo(deletes);
      assertThat(refused).isNull();
    } else {
      assertRefused(bytes(key), String.valueOf(refused));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"a", "a.", "a(=", "=", " ", "a=", "{", "[", "\"", "店", "{\"a\":", "Struct{", "<"})
  void shouldRefuseKeysThatAreLongerThanAnyForm(String unit) {
    int length = 768 * 1024;
    int units = length / unit.getBytes(UTF_8).length;
    byte[] key = unit.repeat(units).getBytes(UTF_8);

    assertRefused(
        key, "takes %,d bytes, and a key that can be read at most 65,536".formatted(key.length));
  }

  @Test
  void shouldTakeTheLongestStoreNumberInEveryForm() throws InvalidEventException {
    String number = "店".repeat(682) + "é"; // 2,048 bytes
    String escaped = "\\u5e97".repeat(682) + "\\u00e9";

    for (String form : FORMS) {
      assertThat(TombstoneKey.storeNumber(written(form, number).getBytes(UTF_8))).isEqualTo(number);
    }
    assertThat(TombstoneKey.storeNumber(("\"" + escaped + "\"").getBytes(UTF_8))).isEqualTo(number);
    for (String form : FORMS) {
      byte[] key = written(form, number + "1").getBytes(UTF_8);
      assertRefused(key, "takes 2,049 bytes, and a store number at most 2,048");
    }
  }

  @Test
  void shouldRefuseKeysThatAreNestedTooDeeply() {
    String nested = "[".repeat(101) + "]".repeat(101);

    assertRefused(
        nested.getBytes(UTF_8),
        "is JSON that is nested too deeply or has too long a number: " + "[".repeat(40) + "…");
    assertRefused(nested.substring(1, 201).getBytes(UTF_8), "is an array");
  }

  /** Beyond what {@link StoreNumber} takes: the rules may not depend on the limit alone. */
  @Test
  void shouldRecognizePrintedObjectsOfAnyLength() {
    String name = "a.".repeat(5_000) + "A@1b6d3586";

    assertThat(WireFormat.isPrintedObject(name)).isTrue();
    assertThat(WireFormat.isPrintedObject("a.".repeat(5_000))).isFalse();
    assertThat(WireFormat.isPrintedObject("a(" + "=".repeat(1_000_000))).isFalse();
    assertThat(WireFormat.isPrintedObject("a(" + "=".repeat(1_000_000) + ")")).isTrue();
  }

  @Property
  void shouldNameTheStoreInEveryFormThatIsTaken(@ForAll("numbers") String number)
      throws InvalidEventException {
    for (String form : FORMS) {
      byte[] key = written(form, number).getBytes(UTF_8);

      assertThat(TombstoneKey.storeNumber(key)).as(form).isEqualTo(number.strip());
    }
  }

  @Property(tries = 5_000)
  void shouldNeverNameAStoreThatIsNotThePlainContentOfTheKey(@ForAll("keys") byte[] key)
      throws IOException {
    String named;
    try {
      named = TombstoneKey.storeNumber(key);
    } catch (InvalidEventException e) {
      return; // a dead letter
    }

    String text = new String(key, UTF_8);
    assertThat(text.getBytes(UTF_8)).isEqualTo(key);
    if (text.matches("(?s)\uFEFF?\\s*[{\\[\"].*")) {
      assertThat(textsIn(JSON.readTree(text.replaceFirst("^\uFEFF", "")))).contains(named);
    } else {
      assertThat(named).isEqualTo(StoreNumber.require(text));
    }
    assertThat(named).isNotEmpty().doesNotContainPattern("\\p{Cc}");
  }

  @Property(tries = 5_000)
  void shouldNameTheSameStoreAgainWhenTheNumberIsTheKey(@ForAll("keys") byte[] key)
      throws InvalidEventException {
    String named;
    try {
      named = TombstoneKey.storeNumber(key);
    } catch (InvalidEventException e) {
      return; // a dead letter
    }

    assertThat(TombstoneKey.storeNumber(named.getBytes(UTF_8))).isEqualTo(named);
  }

  /**
   * Anything else that is thrown, a stack overflow too, would stop every ingester at the record.
   */
  @Property(tries = 500)
  void shouldNameAStoreOrRefuseHoweverLongTheKeyIs(@ForAll("longKeys") byte[] key) {
    String named;
    try {
      named = TombstoneKey.storeNumber(key);
    } catch (InvalidEventException e) {
      return; // a dead letter
    }

    assertThat(named.getBytes(UTF_8)).hasSizeBetween(1, StoreNumber.MAX_BYTES);
  }

  /** A piece of syntax as often as fits in some hundreds to hundred thousands of bytes. */
  @Provide
  Arbitrary<byte[]> longKeys() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("{}[]()<>\":,=.@'$ aA1_\u5e97").ofMaxLength(8),
            Arbitraries.of("a.", "Struct{", "{\"a\":", "{\"storeNumber\":", "\\u0061", "[\"\","));
    Arbitrary<Integer> lengths = Arbitraries.of(500, 2_000, 10_000, 60_000, 100_000);
    return Combinators.combine(pieces, pieces, lengths, pieces)
        .as(
            (first, repeated, length, last) -> {
              int times = length / Math.max(1, repeated.getBytes(UTF_8).length);
              return (first + repeated.repeat(times) + last).getBytes(UTF_8);
            });
  }

  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.strings()
        .withCharRange('0', '9')
        .withChars("-KÉ店 ")
        .ofMaxLength(8)
        .filter(number -> !number.isBlank());
  }

  /** Every form that is taken, forms within forms, bytes that do not belong there, and all else. */
  @Provide
  Arbitrary<byte[]> keys() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
    Arbitrary<String> syntax =
        Arbitraries.strings().withChars("{}[]\":,\\= \n\0\uFEFF1aStruct").ofMaxLength(12);
    Arbitrary<String> contents =
        Arbitraries.oneOf(
            numbers(), written(numbers()), syntax, Arbitraries.strings().ofMaxLength(8));
    Arbitrary<byte[]> forms = written(contents).map(text -> text.getBytes(UTF_8));
    Arbitrary<byte[]> pieces = Arbitraries.oneOf(noise, syntax.map(text -> text.getBytes(UTF_8)));
    Arbitrary<byte[]> damaged =
        Combinators.combine(forms, pieces, Arbitraries.integers().between(0, 60))
            .as(TombstoneKeyTest::insert);
    return Arbitraries.oneOf(forms, damaged, pieces);
  }

  private static Arbitrary<String> written(Arbitrary<String> contents) {
    return Combinators.combine(Arbitraries.of(FORMS), contents).as(TombstoneKeyTest::written);
  }

  private static String written(String form, String content) {
    String escaped = JSON.getNodeFactory().textNode(content).toString();
    return form.contains("\"#\"") ? form.replace("\"#\"", escaped) : form.replace("#", content);
  }

  private static byte[] insert(byte[] key, byte[] piece, int at) {
    int index = Math.min(at, key.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(key, 0, index);
    bytes.writeBytes(piece);
    bytes.write(key, index, key.length - index);
    return bytes.toByteArray();
  }

  private static String cleaned(String text) {
    try {
      return StoreNumber.require(text);
    } catch (IllegalArgumentException e) {
      return text; // not the one that is named
    }
  }

  private static List<String> textsIn(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(cleaned(node.textValue()));
    }
    node.forEach(child -> texts.addAll(textsIn(child)));
    return texts;
  }

  private static void assertRefused(byte[] key, String what) {
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> TombstoneKey.storeNumber(key))
        .withMessage(
            "the record has no value and its key names no store: it %s;"
                + " publish the store number as plain text, or a DELETE event",
            what);
  }

  private static byte[] bytes(String key) {
    return key.startsWith("hex:")
        ? HexFormat.of().parseHex(key.substring("hex:".length()))
        : key.substring("text:".length()).getBytes(UTF_8);
  }
}
