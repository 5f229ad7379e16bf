package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.RowReader.Row;
import io.storestream.formats.RowReader.RowKind;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.StoreChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountryCheckTest {

  private static final StoreFile FILE = StoreFile.of("a.csv");

  private final CountryCheck check = new CountryCheck();

  @Test
  void shouldNameEachStoreNumberOnce() {
    // when
    check.accept(FILE, row(2, "1", "US"));
    check.accept(FILE, row(3, "2", "US"));
    check.accept(FILE, row(4, "1", "us"));
    check.accept(FILE, row(5, "1", "FR"));
    check.accept(StoreFile.of("b.csv"), row(2, "1", "DE"));
    check.accept(StoreFile.of("b.csv"), row(3, "2", "CA"));

    // then
    assertThat(check.found().count()).isEqualTo(2);
    assertThat(check.found())
        .hasToString(
            "a.csv, line 5: 1 is in FR, and before in US; b.csv, line 3: 2 is in CA, and before in US");
  }

  @Test
  void shouldIgnoreDeletions() {
    // when
    check.accept(FILE, row(2, "1", "US"));
    check.accept(
        FILE,
        new Row.Event(3, new StoreChange.Delete("1", Instant.EPOCH), List.of(), RowKind.EVENT));

    // then
    assertThat(check.found().count()).isZero();
  }

  @Test
  void shouldRememberManyStores() {
    // given
    for (int i = 0; i < 100_000; i++) {
      check.accept(FILE, row(i, "n" + i, "C" + i % 1000));
    }

    // when every store is met again, each tenth elsewhere
    for (int i = 0; i < 100_000; i++) {
      check.accept(FILE, row(i, "n" + i, i % 10 == 0 ? "elsewhere" : "C" + i % 1000));
    }

    // then
    assertThat(check.found().count()).isEqualTo(10_000);
    assertThat(check.found().toString())
        .startsWith("a.csv, line 0: n0 is in ELSEWHERE, and before in C0; ")
        .endsWith("; and 9,995 more");
  }

  @Test
  void shouldDistinguishTheFirstThousandCountriesOnly() {
    // given
    for (int i = 0; i < 1023; i++) {
      check.accept(FILE, row(i, "n" + i, "C" + i));
    }

    // when
    check.accept(FILE, row(1, "n0", "C1021"));
    check.accept(FILE, row(2, "n1", "C1022"));
    check.accept(FILE, row(3, "n1022", "C1"));

    // then
    assertThat(check.found()).hasToString("a.csv, line 1: n0 is in C1021, and before in C0");
  }

  private static Row.Event row(long line, String storeNumber, String country) {
    return new Row.Event(
        line,
        new StoreChange.Upsert(
            new StoreBuilder().storeNumber(storeNumber).set(StoreField.COUNTRY, country).build(),
            Instant.EPOCH),
        List.of(),
        RowKind.COLUMNS);
  }
}
