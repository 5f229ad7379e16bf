package io.storestream.producer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.formats.csv.CsvRowReader;
import io.storestream.model.event.StoreChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The law of recovery: a damaged row never affects another one. */
class CsvRecoveryTest {

  /** Possible damages to a row of one line. {@code N} is its number, {@code F} a further field. */
  private enum Damage {
    UNCLOSED_QUOTE("\"N,US,Omaha,F"),
    UNCLOSED_QUOTE_LATER("N,US,\"Omaha,F"),
    SOMETHING_AFTER_QUOTE("N,US,\"Omaha\" NE,F"),
    QUOTE_CLOSED_TWICE("N,US,\"Omaha\"\"x\"y,F"),
    TOO_FEW_FIELDS("N"),
    TOO_MANY_FIELDS("N,US,Omaha,F,F"),
    NO_UTF8("N,US,Omaha\u00FF,F"),
    NO_STORE_NUMBER(",US,Omaha,F"),
    NO_COUNTRY("N, ,Omaha,F");

    private final String row;

    Damage(String row) {
      this.row = row;
    }

    /** Encodes one byte for each character, so that a damaged character is invalid UTF-8. */
    byte[] rowOf(int number) {
      return row.replace("N", "s" + number)
          .replace("F", "f" + number)
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** A row without its number; damaged or with these two fields. */
  private record Draft(List<Damage> damage, String city, String name, String lineEnd) {}

  @Provide
  Arbitrary<List<Draft>> files() {
    // Values begin with a letter: the opening quote of the next field closes a quote that is still
    // open, and only the following character shows that it did not. See the case of the lone comma.
    Arbitrary<String> values =
        Arbitraries.of("a", "é", "東", " ", ",", "\"", "\n", "\r\n", "\r")
            .list()
            .ofMaxSize(6)
            .map(parts -> "v" + String.join("", parts) + "w");
    Arbitrary<List<Damage>> damage = Arbitraries.of(Damage.class).list().ofMaxSize(1);
    return Combinators.combine(damage, values, values, Arbitraries.of("\n", "\r\n", "\r"))
        .as(Draft::new)
        .list()
        .ofMaxSize(25);
  }

  @Property
  void shouldReadEveryUndamagedRowAndRejectEveryOther(@ForAll("files") List<Draft> drafts)
      throws IOException {
    // given
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("Store Number,Country,City,Store Name\n".getBytes(StandardCharsets.UTF_8));
    List<String> expected = new ArrayList<>();
    long line = 2;
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      if (draft.damage().isEmpty()) {
        String row = "s%d,US,%s,%s".formatted(i, field(draft.city()), field(draft.name()));
        file.writeBytes(row.getBytes(StandardCharsets.UTF_8));
        expected.add("s%d %s %s".formatted(i, draft.city(), draft.name()));
        line += lineEndsIn(row);
      } else {
        file.writeBytes(draft.damage().get(0).rowOf(i));
        expected.add("line " + line);
      }
      file.writeBytes(draft.lineEnd().getBytes(StandardCharsets.UTF_8));
      line++;
    }

    // when
    List<String> read = new ArrayList<>();
    try (RowReader rows =
        new CsvRowReader(
            "case.csv",
            new ByteArrayInputStream(file.toByteArray()),
            Instant.EPOCH,
            ReadOptions.DEFAULTS)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        read.add(describe(row));
      }
    }

    // then
    assertThat(read).containsExactlyElementsOf(expected);
  }

  private static String describe(Row row) {
    if (row instanceof Row.Event event && event.change() instanceof StoreChange.Upsert upsert) {
      return "%s %s %s"
          .formatted(upsert.storeNumber(), upsert.store().city(), upsert.store().storeName());
    }
    return "line " + ((Row.Rejected) row).line();
  }

  private static String field(String value) {
    boolean quotes = Stream.of(",", "\"", "\n", "\r").anyMatch(value::contains);
    return quotes ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
  }

  private static long lineEndsIn(String row) {
    return row.replace("\r\n", "\n").chars().filter(c -> c == '\n' || c == '\r').count();
  }
}
