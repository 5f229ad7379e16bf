package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.RowReader.Row;
import io.storestream.formats.csv.CsvRowReader;
import io.storestream.formats.csv.CsvStoreEncoder;
import io.storestream.formats.json.JsonRowReader;
import io.storestream.formats.text.LineReader;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every store that is accepted can be written, and read again, whatever its texts are. */
class StoreRoundTripTest {

  /** What means something in CSV, in JSON or to a spreadsheet. */
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\"\"",
          ",",
          ";",
          "|",
          "\t",
          "\n",
          "\r",
          "\r\n",
          "\\",
          "\\N",
          "=",
          "=\"0\"",
          "'",
          "#",
          "#meta",
          "+",
          "-",
          "--",
          "_",
          "*",
          "\u2500",
          "(2 rows)",
          "sep=;",
          "{",
          "[",
          "<",
          "Store Number",
          "City",
          "Country",
          "Brand",
          "NULL",
          "é",
          "e\u0301",
          "İ",
          "ß",
          "東",
          "😀",
          "\u200D",
          "\u00A0",
          "\u2028",
          "\uFFFD",
          "a",
          "B",
          "0",
          "1E+5",
          " ",
          "%",
          "/");

  @Provide
  Arbitrary<List<Store>> stores() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(4).map(it -> String.join("", it)),
            Arbitraries.strings().ofMaxLength(8));
    Arbitrary<String> numbers =
        Arbitraries.bigDecimals()
            .between(BigDecimal.valueOf(-90), BigDecimal.valueOf(90))
            .ofScale(20)
            .map(BigDecimal::toString);
    Arbitrary<List<String>> values =
        Combinators.combine(texts.optional().list().ofSize(12), texts, numbers.optional())
            .as(StoreRoundTripTest::values);
    return values
        .map(StoreRoundTripTest::accepted)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static List<String> values(
      List<Optional<String>> texts, String storeNumber, Optional<String> number) {
    List<String> values = new ArrayList<>();
    texts.forEach(text -> values.add(text.orElse("")));
    values.add(storeNumber);
    values.add(number.orElse(""));
    return values;
  }

  private static Optional<Store> accepted(List<String> values) {
    StoreBuilder store = new StoreBuilder().storeNumber(values.get(12));
    int next = 0;
    for (StoreField field : StoreField.values()) {
      store.set(field, values.get(field.isNumber() ? 13 : next++));
    }
    try {
      return Optional.of(store.build());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Property(tries = 300)
  void shouldReadWhatIsWrittenAsCsv(@ForAll("stores") List<Store> stores) throws IOException {
    for (CsvStoreEncoder encoder : CsvStoreEncoder.values()) {
      // given
      byte[] file = csv(encoder, stores);

      // when, then
      assertThat(readCsv(file)).isEqualTo(stores);
    }
  }

  @Property(tries = 300)
  void shouldReadWhatIsWrittenAsNdjson(@ForAll("stores") List<Store> stores) throws IOException {
    // given
    byte[] file = ndjson(stores);

    // when, then
    assertThat(readNdjson(file)).isEqualTo(stores);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\n", "\t", ",", "é", "東", "😀"})
  void shouldReadTheLargestStoresAndSendThem(String c) throws IOException {
    // given the store number and the texts fill their limits
    String number = "x" + (c.isBlank() ? "x" : c).repeat(2046 / bytes(c)) + "x";
    String text = "x" + c.repeat((300 * 1024 - 4) / bytes(c)) + "x";
    List<Store> stores = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      stores.add(
          new StoreBuilder()
              .storeNumber(number)
              .set(StoreField.COUNTRY, "FR")
              .set(StoreField.STORE_NAME, text)
              .set(StoreField.LONGITUDE, "-179." + "9".repeat(20))
              .build());
    }

    // when, then
    assertThat(readCsv(csv(CsvStoreEncoder.CRLF, stores))).isEqualTo(stores);
    assertThat(readNdjson(ndjson(stores))).isEqualTo(stores);
    assertThat(StoreChangeCodec.encode(new StoreChange.Upsert(stores.get(0), Instant.MAX)))
        .hasSizeLessThan(LineReader.MAX_RECORD_BYTES - 10_000);
  }

  private static int bytes(String c) {
    return c.getBytes(StandardCharsets.UTF_8).length;
  }

  private static byte[] csv(CsvStoreEncoder encoder, List<Store> stores) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(encoder.header());
    file.writeBytes(encoder.rows(stores));
    return file.toByteArray();
  }

  private static byte[] ndjson(List<Store> stores) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Store store : stores) {
      file.writeBytes(StoreChangeCodec.encode(new StoreChange.Upsert(store, Instant.EPOCH)));
      file.write('\n');
    }
    return file.toByteArray();
  }

  private static List<Store> readCsv(byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    return read(new CsvRowReader("case.csv", in, Instant.EPOCH, ReadOptions.DEFAULTS));
  }

  private static List<Store> readNdjson(byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    return read(new JsonRowReader("case.ndjson", in, Instant.EPOCH, ReadOptions.DEFAULTS));
  }

  private static List<Store> read(RowReader reader) throws IOException {
    List<Store> stores = new ArrayList<>();
    try (reader) {
      for (Row row = reader.next(); row != null; row = reader.next()) {
        assertThat(row).isInstanceOf(Row.Event.class);
        Row.Event event = (Row.Event) row;
        assertThat(event.problems()).isEmpty();
        stores.add(((StoreChange.Upsert) event.change()).store());
      }
    }
    return stores;
  }
}
