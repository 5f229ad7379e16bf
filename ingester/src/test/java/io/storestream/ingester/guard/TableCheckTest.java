package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.ingester.identity.TableIdentity;
import io.storestream.ingester.identity.WrittenTables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To which tables an application may move: a row is facts, and what follows from them. */
class TableCheckTest {

  private static final String LACKS =
      "application app has written to table BEFORE, and table NOW may lack what is in that: run"
          + " `./stores rebuild --table %s`, and start again when it is complete";
  private static final String OTHERS_RUN =
      "instances of application app are running that write to table BEFORE: stop them first, then"
          + " start this one with table NOW";

  /** A table is its name and the day of its creation; the expected table is the one that lacks. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the tables are the same,           old, 1, 1, true,  false, false, accepted, ''",
    "the table was recreated,           old, 2, 1, false, false, false, lacks,    old",
    "the counts were recreated,         old, 1, 2, false, false, false, lacks,    oldCounts",
    "both were recreated,               old, 2, 2, false, false, false, lacks,    old",
    "a rebuild has filled the table,    old, 2, 1, false, false, true,  accepted, ''",
    "and others run meanwhile,          old, 2, 1, true,  false, true,  accepted, ''",
    "others run with a recreated table, old, 2, 1, true,  false, false, lacks,    old",
    "another table,                     new, 1, 1, false, false, false, lacks,    new",
    "another table that is filled,      new, 1, 1, false, false, true,  accepted, ''",
    "others run with the first table,   new, 1, 1, true,  false, true,  others,   new",
    "another instance has moved,        new, 1, 1, true,  true,  false, accepted, ''",
  })
  void shouldDecide(
      String what,
      String name,
      int day,
      int dayOfCounts,
      boolean othersRun,
      boolean isMoved,
      boolean isFilled,
      String decision,
      String table) {
    TableCheck.Facts facts =
        new TableCheck.Facts(
            tables("old", 1, 1),
            tables(name, day, dayOfCounts),
            othersRun,
            isMoved,
            () -> isFilled);
    String expected =
        switch (decision) {
          case "accepted" -> "accepted";
          case "others" -> OTHERS_RUN;
          default -> LACKS.formatted(name);
        };

    assertThat(TableCheck.refusal("app", name, facts).orElse("accepted"))
        .as(what)
        .isEqualTo(
            expected
                .replace("BEFORE", identity(table.replace("new", "old"), 1).toString())
                .replace(
                    "NOW",
                    identity(table, table.endsWith("Counts") ? dayOfCounts : day).toString()));
  }

  private static WrittenTables tables(String stores, int day, int dayOfCounts) {
    return new WrittenTables(identity(stores, day), identity(stores + "Counts", dayOfCounts));
  }

  private static TableIdentity identity(String table, int day) {
    return new TableIdentity("arn:" + table, "2026-01-%02dT00:00:00Z".formatted(day));
  }
}
