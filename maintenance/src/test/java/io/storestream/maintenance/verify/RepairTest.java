package io.storestream.maintenance.verify;

import static io.storestream.maintenance.verify.VerifyStack.deleted;
import static io.storestream.maintenance.verify.VerifyStack.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A repair makes the table right, and changes nothing else. */
class RepairTest extends VerifySuite {

  private final Instant longAgo = Instant.now().minus(Duration.ofDays(31));

  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));

  RepairTest() {
    super(2);
  }

  @Test
  void shouldNameEachDifferenceAndRepairItAndNothingElse() {
    AcceptedState right = state("right", 1, "Omaha");
    List<AcceptedState> states =
        List.of(
            right,
            state("missing", 1, "Omaha"),
            deleted("missing tombstone", 1, anHourAgo),
            state("stale", 1, "Omaha"),
            deleted("not deleted", 1, anHourAgo),
            deleted("not deleted long ago", 1, longAgo),
            state("corrupt", 1, "Omaha"),
            state("more", 1, "Omaha"),
            state("no version", 1, "Omaha"),
            state("version no number", 1, "Omaha"),
            state("newer", 1, "Omaha"),
            deleted("expires later", 1, anHourAgo));
    stack.publish(states.toArray(AcceptedState[]::new));
    stack.putCounts(table, states.toArray(AcceptedState[]::new));
    stack.put(
        table,
        right,
        state("stale", 0, "Omaha"),
        state("not deleted", 0, "Omaha"),
        state("not deleted long ago", 0, "Omaha"),
        state("newer", 2, "Omaha"),
        state("unknown", 7, "Omaha"));
    stack.putWith(
        table, state("corrupt", 1, "Omaha"), StoresTable.STATE_CITY_POSTCODE, text("NE#LINCOLN#"));
    stack.putWith(table, state("more", 1, "Omaha"), "Brand", text("\u001b[2Jhello\n"));
    stack.putWith(table, state("no version", 1, "Omaha"), StoresTable.VERSION, null);
    stack.putWith(table, state("version no number", 1, "Omaha"), StoresTable.VERSION, text("1"));
    stack.putWith(
        table,
        deleted("expires later", 1, anHourAgo),
        StoresTable.EXPIRES_AT,
        AttributeValue.fromN("9999999999"));
    // By another program: an ingester takes no such number.
    stack.putItem(table, Map.of(StoresTable.STORE_NUMBER, text("name\nless"))).join();
    stack.putWith(
        table, deleted("no tombstone", 1, anHourAgo), "Brand", AttributeValue.fromBool(true));

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();

      long expiry = anHourAgo.plus(Duration.ofDays(30)).getEpochSecond();
      assertThat(report.stores().examples().stream().map(VerifyReport.Difference::line))
          .containsExactly(
              "missing missing: the table has no item, the topic has version"
                  + " 1485907200000000000000001 of 2017-02-01T00:00:00Z",
              "missing missing tombstone: the table has no item, the topic has version"
                  + " 1485907200000000000000001 of 2017-02-01T00:00:00Z, deleted",
              "extra name\\nless: the table has an item without version, the topic has no record",
              "extra no tombstone: the table has version 1485907200000000000000001 of"
                  + " 2017-02-01T00:00:00Z, the topic has no record",
              "extra unknown: the table has version 1485907200000000000000007 of"
                  + " 2017-02-01T00:00:00Z, the topic has no record",
              "stale not deleted: the table has version 1485907200000000000000000 of"
                  + " 2017-02-01T00:00:00Z, the topic has version 1485907200000000000000001 of"
                  + " 2017-02-01T00:00:00Z, deleted",
              "stale not deleted long ago: the table has version 1485907200000000000000000 of"
                  + " 2017-02-01T00:00:00Z, the topic has version 1485907200000000000000001 of"
                  + " 2017-02-01T00:00:00Z, deleted",
              "stale stale: the table has version 1485907200000000000000000 of 2017-02-01T00:00:00Z,"
                  + " the topic has version 1485907200000000000000001 of 2017-02-01T00:00:00Z",
              "different corrupt: StateCityPostcode is \"NE#LINCOLN#\", not \"NE#OMAHA#\"",
              "different expires later: ExpiresAt is 9999999999, not " + expiry,
              "different more: Brand is \"\\u001b[2Jhello\\n\", not absent",
              "different newer: the table has version 1485907200000000000000002 of"
                  + " 2017-02-01T00:00:00Z, the topic has version 1485907200000000000000001 of"
                  + " 2017-02-01T00:00:00Z",
              "different no version: Version is absent, not 1485907200000000000000001",
              "different version no number: Version is \"1\", not 1485907200000000000000001");
      assertThat(report.stores().differences())
          .isEqualTo(
              Map.of(
                  DifferenceKind.MISSING, 2L,
                  DifferenceKind.EXTRA, 3L,
                  DifferenceKind.STALE, 3L,
                  DifferenceKind.DIFFERENT, 6L));
      assertThat(report.stores().inTopic()).isEqualTo(12);
      assertThat(report.stores().itemsInTable()).isEqualTo(13);
      assertThat(report.stores().equal()).isEqualTo(1);
      assertThat(report.isClean()).isFalse();

      assertThat(verification.repair()).isEqualTo(14);
      assertReport(verification.verify(), 12, 12, 12);
      stack.createTable(table + "Expected");
      stack.put(table + "Expected", states.toArray(AcceptedState[]::new));
      assertThat(stack.itemsOf(table)).isEqualTo(stack.itemsOf(table + "Expected"));
    }
  }

  @Test
  void shouldPassOverAndKeepTheAttributesOfOtherPrograms() {
    AcceptedState stale = state("stale", 1, "Omaha");
    AcceptedState right = state("right", 1, "Omaha");
    AcceptedState gone = deleted("gone", 1, anHourAgo);
    stack.publish(stale, right, gone);
    stack.putCounts(table, stale, right, gone);
    stack.putWith(table, state("stale", 0, "Lincoln"), "Remark", text("cosy"));
    stack.putWith(table, right, "Remark", text("loud"));
    stack.putWith(table, gone, "Remark", text("sold"));

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();
      assertThat(report.stores().equal()).isEqualTo(2);
      assertThat(report.stores().differences()).containsEntry(DifferenceKind.STALE, 1L);

      assertThat(verification.repair()).isEqualTo(1);
      assertThat(verification.verify().isClean()).isTrue();
    }
    Map<String, AttributeValue> expected = new HashMap<>(StoreItems.toItem(stale));
    expected.put("Remark", text("cosy"));
    assertThat(stack.itemsOf(table)).containsEntry("stale", expected);
  }

  @Test
  void shouldNameExactlyThreeHundredFaultsAndLeaveNone() {
    AcceptedState[] states = states("s", 1000);
    stack.publish(states);
    stack.put(table, states);
    stack.putCounts(table, states);
    Map<String, Map<String, AttributeValue>> before = stack.itemsOf(table);
    for (int i = 0; i < 100; i++) {
      stack.putWith(table, states[i], StoresTable.STATE_CITY_POSTCODE, text("NE#" + i));
      stack.delete(table, states[100 + i].storeNumber());
    }
    stack.put(table, states("unknown", 100));

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();

      assertThat(report.stores().examples().stream().map(it -> it.kind() + " " + it.storeNumber()))
          .containsExactlyElementsOf(
              Stream.of(
                      numbers("MISSING s", 100, 200),
                      numbers("EXTRA unknown", 0, 100),
                      numbers("DIFFERENT s", 0, 100))
                  .flatMap(it -> it)
                  .toList());
      assertThat(report.stores().equal()).isEqualTo(800);

      assertThat(verification.repair()).isEqualTo(300);
      assertReport(verification.verify(), 1000, 1000, 1000);
      assertThat(stack.itemsOf(table)).isEqualTo(before);
    }
  }

  @Test
  void shouldNameEachWrongCountAndRepairItAndNothingElse() {
    AcceptedState[] states = {
      state("1", 0, "Omaha"), state("2", 0, "Omaha"), state("3", 0, "Ames")
    };
    stack.publish(states);
    stack.put(table, states);
    Location country = new Location(List.of("US"));
    Location state = country.child("NE");
    stack.putCount(table, country, 3, 7);
    stack.putCount(table, state, 4, 8);
    stack.putCount(table, state.child("OMAHA"), 2, 9);
    stack.putCount(table, state.child("LINCOLN"), 1, 10);
    stack.putCount(table, state.child("GONE"), 0, 11);
    String counts = CountsTable.nameFor(table);
    stack.putItem(counts, Map.of("Parent", text("a#b#c#d"), "Name", text("\u001b[2J\n"))).join();
    stack.putCount(table, state.child("\u001b[2J"), 1, 12);

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();

      assertThat(report.locationCounts())
          .isEqualTo(
              new VerifyReport.Counts(
                  7,
                  5,
                  List.of(
                      "US#NE: the table has 4 stores, the topic has 3 stores",
                      "US#NE#\\u001b[2J: the table has 1 stores, the topic has 0 stores",
                      "US#NE#AMES: the table has no item, the topic has 1 stores",
                      "US#NE#LINCOLN: the table has 1 stores, the topic has 0 stores",
                      "of an unknown item: {Parent=AttributeValue(S=a#b#c#d),"
                          + " Name=AttributeValue(S=\\u001b[2J\\n)}"),
                  0,
                  List.of()));
      assertThat(report.stores().equal()).isEqualTo(3);
      assertThat(report.isClean()).isFalse();

      assertThat(verification.repair()).isEqualTo(5);
      assertReport(verification.verify(), 3, 3, 3);
    }
    assertThat(stack.countsOf(table))
        .containsExactlyInAnyOrder(
            new LocationCount(country, 3, new Version(0, 7)),
            new LocationCount(state, 3, new Version(0, 9)),
            new LocationCount(state.child("OMAHA"), 2, new Version(0, 9)),
            new LocationCount(state.child("AMES"), 1, new Version(0, 1)),
            new LocationCount(state.child("LINCOLN"), 0, new Version(0, 11)),
            new LocationCount(state.child("\u001b[2J"), 0, new Version(0, 13)),
            new LocationCount(state.child("GONE"), 0, new Version(0, 11)));
  }

  @Test
  void shouldNotDeleteMostOfATable() {
    stack.publish(state("1", 0, "Omaha"));
    stack.put(table, states("unknown", 101));
    stack.rememberDeletedStores("nobody", 200); // which speak for no item of the table
    Map<String, Map<String, AttributeValue>> before = stack.itemsOf(table);

    try (TableVerification verification = stack.open(table)) {
      assertThat(verification.verify().stores().count(DifferenceKind.EXTRA)).isEqualTo(101);
      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(verification::repair)
          .withMessageStartingWith("101 items are extra, more than half of table " + table + ": ");
    }
    assertThat(stack.itemsOf(table)).isEqualTo(before);
  }

  @Test
  void shouldNotTakeBackWhatWasCommittedMeanwhile() {
    stack.publish(state("1", 4, "Omaha"), state("2", 0, "Omaha"));
    stack.put(table, state("1", 5, "Omaha"), state("2", 0, "Omaha"), state("new", 1, "Omaha"));

    try (TableVerification verification = stack.open(table)) {
      assertThat(verification.verify().differences()).isGreaterThanOrEqualTo(2);
      stack.publish(state("1", 5, "Omaha"), state("new", 1, "Omaha"));
      Map<String, Map<String, AttributeValue>> before = stack.itemsOf(table);

      long unused = verification.repair(); // the counts

      assertThat(stack.itemsOf(table)).isEqualTo(before);
    }
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
