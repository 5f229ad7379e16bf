package io.storestream.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
      assertThatExceptionOfType(InvalidEventException.class)
          .as(description)
          .isThrownBy(() -> TombstoneKey.storeNumber(bytes(key)))
          .withMessage(
              "the record has no value and its key names no store: it %s;"
                  + " publish the store number as plain text, or a DELETE event",
              refused);
    }
  }

  @Test
  void shouldRefuseKeysThatAreNestedTooDeeply() {
    byte[] key = "[".repeat(100_000).getBytes(UTF_8);

    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> TombstoneKey.storeNumber(key))
        .withMessageContaining("begins like JSON and is none: [[[");
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
    if (text.matches("(?s)\\s*[{\\[\"].*")) {
      assertThat(textsIn(JSON.readTree(text))).contains(named);
    } else {
      assertThat(named).isEqualTo(Texts.strip(text));
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

  private static List<String> textsIn(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(Texts.strip(node.textValue()));
    }
    node.forEach(child -> texts.addAll(textsIn(child)));
    return texts;
  }

  private static byte[] bytes(String key) {
    return key.startsWith("hex:")
        ? HexFormat.of().parseHex(key.substring("hex:".length()))
        : key.substring("text:".length()).getBytes(UTF_8);
  }
}
