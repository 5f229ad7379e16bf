package io.storestream.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stores of a file do not depend on how it is written. */
class CsvDialectsTest {

  static final List<Store> STORES =
      List.of(
          store("1", "FR", "Alpha", "Lyon", "4.83", "45.76"),
          store("00902", "DE", "Beta, the second; of | all", "Gießen", "-0.5", "50"),
          store("C-3", "US", "The \"Old\" Mill\\", "12\" pipe", null, null),
          store("\"4\"", "JP", "東京 \\N 😀", "a\\b", "139.7", "-35.68"),
          store("5", "GB", "Ground floor\nEast\r\nWest\rEnd", "=1+1", "0", "-0.10"),
          store("6;7", "CO", "a\tb", "\\", "1.23456789012345", "-12"),
          store("sep=;", "#ADM1", "(2 rows)", "'", null, "1"),
          store("Store Number", "COUNTRY", "City", null, null, null));

  private static Store store(
      String number,
      String country,
      String name,
      @Nullable String city,
      @Nullable String longitude,
      @Nullable String latitude) {
    return new StoreBuilder()
        .storeNumber(number)
        .set(StoreField.COUNTRY, country)
        .set(StoreField.STORE_NAME, name)
        .set(StoreField.CITY, city)
        .set(StoreField.LONGITUDE, longitude)
        .set(StoreField.LATITUDE, latitude)
        .build();
  }

  static List<WrittenDialect> dialects() {
    return WrittenDialect.all();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldReadTheSameStoresInEachDialect(WrittenDialect dialect) throws IOException {
    // given
    byte[] file = dialect.write(STORES);
    List<Store> stores = new ArrayList<>();
    List<Row> others = new ArrayList<>();

    // when
    try (RowReader rows =
        new CsvRowReader(
            "case.csv", new ByteArrayInputStream(file), Instant.EPOCH, dialect.options())) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row instanceof Row.Event event) {
          stores.add(((StoreChange.Upsert) event.change()).store());
        } else {
          others.add(row);
        }
      }

      // then
      assertThat(rows.unknownColumns()).isEmpty();
    }
    assertThat(stores).isEqualTo(STORES);
    assertThat(others)
        .extracting(Row::toString)
        .isEqualTo(
            dialect.start().startsWith("Stores")
                ? List.of(
                    "PassedOver[line=1, reason=stands above the column names in line 3,"
                        + " text=Stores, all; of them]")
                : List.of());
  }
}
