package io.storestream.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvStoreEncoderTest {

  private static final Store FULL = fullStore();
  private static final Store SPARSE =
      new StoreBuilder().storeNumber("2").set(StoreField.COUNTRY, "CO").build();

  /** Each field holds its column, quoted characters and a line end; numbers differ. */
  private static Store fullStore() {
    StoreBuilder store = new StoreBuilder().storeNumber("1");
    for (StoreField field : StoreField.values()) {
      store.set(
          field,
          field.isNumber() ? "-" + field.jsonName().length() + ".5" : "é, \"" + field + "\"\nUS");
    }
    return store.build();
  }

  @Test
  void shouldEncodeHeaderAndRowsWithCrLf() {
    assertThat(text(CsvStoreEncoder.CRLF.header()))
        .isEqualTo(
            "Brand,Store Number,Store Name,Ownership Type,Street Address,City,State/Province,"
                + "Country,Postcode,Phone Number,Timezone,Longitude,Latitude\r\n");
    assertThat(text(CsvStoreEncoder.CRLF.rows(List.of(SPARSE, SPARSE))))
        .isEqualTo(",2,,,,,,CO,,,,,\r\n,2,,,,,,CO,,,,,\r\n");
    assertThat(CsvStoreEncoder.CRLF.rows(List.of())).isEmpty();
  }

  @Test
  void shouldEncodeRowsWithLf() {
    assertThat(text(CsvStoreEncoder.LF.rows(List.of(SPARSE)))).isEqualTo(",2,,,,,,CO,,,,,\n");
  }

  @Test
  void shouldEncodeWhatTheReaderReads() throws IOException {
    for (CsvStoreEncoder encoder : CsvStoreEncoder.values()) {
      // given
      String file = text(encoder.header()) + text(encoder.rows(List.of(FULL, SPARSE)));

      // when, then
      assertThat(read(file)).containsExactly(FULL, SPARSE);
    }
  }

  private static List<Store> read(String file) throws IOException {
    List<Store> stores = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    try (RowReader rows = new CsvRowReader("case.csv", in, Instant.EPOCH, ReadOptions.DEFAULTS)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        stores.add(((StoreChange.Upsert) ((Row.Event) row).change()).store());
      }
    }
    return stores;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
