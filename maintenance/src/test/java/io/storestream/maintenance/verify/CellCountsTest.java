package io.storestream.maintenance.verify;

import static io.storestream.maintenance.verify.VerifyStack.state;
import static io.storestream.maintenance.verify.VerifyStack.stateAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which counts of geohash cells a verification asks for, and repairs. */
class CellCountsTest extends VerifySuite {

  private static final AcceptedState[] STATES = {
    stateAt("1", 1, "41.23", "-96.05"), stateAt("2", 0, "41.23", "-96.05"), state("3", 0, "Omaha")
  };

  CellCountsTest() {
    super(2);
  }

  @Test
  void shouldFindExactCountsOfCellsRight() {
    stack.publish(stateAt("1", 0, "1.29", "103.85"));
    stack.publish(STATES);
    stack.put(table, STATES);
    stack.putCounts(table, STATES);

    VerifyReport report = verify();

    assertReport(report, 3, 3, 3);
    assertThat(report.locationCounts().locations()).isEqualTo(3 + 5);
  }

  @Test
  void shouldNameAndRepairWrongCountsOfCells() {
    stack.publish(STATES);
    stack.put(table, STATES);
    stack.putCounts(table, STATES);
    stack.putCount(table, Location.cell("9z7"), 3, 7);
    stack.putCount(table, Location.cell("9z7dx"), 1, 7);

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();

      assertThat(report.locationCounts())
          .isEqualTo(
              new VerifyReport.Counts(
                  9,
                  2,
                  List.of(
                      "#9z7: the table has 3 stores, the topic has 2 stores",
                      "#9z7dx: the table has 1 stores, the topic has 0 stores"),
                  0,
                  List.of()));
      assertThat(verification.repair()).isEqualTo(2);
      assertReport(verification.verify(), 3, 3, 3);
    }
    assertThat(stack.countsOf(table))
        .contains(
            new LocationCount(Location.cell("9z7"), 2, new Version(0, 8)),
            new LocationCount(Location.cell("9z7dx"), 0, new Version(0, 8)));
  }

  @Test
  void shouldNameCountsOfCellsThatAreMissing() {
    stack.publish(STATES);
    stack.put(table, STATES);
    stack.putCounts(table, state("1", 1, "Omaha"), state("2", 0, "Omaha"), state("3", 0, "Omaha"));

    assertThat(verify().locationCounts().examples())
        .containsExactly(
            "#9: the table has no item, the topic has 2 stores",
            "#9z: the table has no item, the topic has 2 stores",
            "#9z7: the table has no item, the topic has 2 stores",
            "#9z7d: the table has no item, the topic has 2 stores",
            "#9z7dw: the table has no item, the topic has 2 stores");
  }

  @Test
  void shouldNotAskATableWithoutTheIndexForCells() {
    stack.recreateWithoutCells(table);
    stack.publish(STATES);
    stack.put(table, STATES);
    stack.putCounts(table, state("1", 1, "Omaha"), state("2", 0, "Omaha"), state("3", 0, "Omaha"));
    stack.putCount(table, Location.cell("9z7"), 7, 7);

    VerifyReport report = verify();

    assertReport(report, 3, 3, 3);
    assertThat(report.locationCounts().locations()).isEqualTo(3);
  }

  @Test
  void shouldCompareTheKeysOfTheIndex() {
    stack.publish(STATES);
    stack.put(table, STATES);
    stack.putCounts(table, STATES);
    stack.putWith(table, STATES[0], StoresTable.CELL, null);

    assertThat(verify().stores().examples().stream().map(VerifyReport.Difference::line))
        .containsExactly("different 1: Cell is absent, not \"9z7dw\"");
  }
}
