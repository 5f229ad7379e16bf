package io.storestream.maintenance.verify;

import static io.storestream.kafka.record.StoreRecords.encode;
import static io.storestream.maintenance.verify.VerifyStack.deleted;
import static io.storestream.maintenance.verify.VerifyStack.state;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.Topics;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.model.Location;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a verification finds, on a real broker and DynamoDB Local. */
class TableVerificationTest extends VerifySuite {

  private final Instant longAgo = Instant.now().minus(Duration.ofDays(31));

  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));

  TableVerificationTest() {
    super(2);
  }

  @Test
  void shouldFindAnEqualTableEqual() {
    stack.publish(
        state("changed", 0, "Omaha"),
        state("changed", 1, "Lincoln"),
        state("1", 0, "Omaha"),
        deleted("deleted", 1, anHourAgo),
        deleted("long deleted", 1, longAgo),
        deleted("long deleted, and still there", 1, longAgo));
    stack.put(
        table,
        state("changed", 1, "Lincoln"),
        state("1", 0, "Omaha"),
        deleted("deleted", 1, anHourAgo),
        deleted("long deleted, and still there", 1, longAgo),
        deleted("forgotten by the topic", 1, anHourAgo));
    stack.putCounts(table, state("changed", 1, "Lincoln"), state("1", 0, "Omaha"));
    stack.putCount(table, new Location(List.of("US", "NE", "Gone")), 0, 5);

    assertReport(verify(), 5, 5, 6);
  }

  @Test
  void shouldTakeNoHarmFromOlderRecordsThatComeLate() {
    stack.publish(state("1", 1, "Lincoln"), state("1", 0, "Omaha"), state("1", 1, "Lincoln"));
    stack.publish(state("2", 1, "Lincoln"), state("2", 0, "Omaha"));
    stack.put(table, state("1", 1, "Lincoln"), state("2", 1, "Lincoln"));
    stack.putCounts(table, state("1", 1, "Lincoln"), state("2", 1, "Lincoln"));

    assertReport(verify(), 2, 2, 2);
  }

  @Test
  void shouldCountAllAndDescribeTheFirst() {
    stack.publish(states("s", 5));
    stack.put(table, states("unknown", 3));

    try (TableVerification verification = stack.open(table, "nobody", 2)) {
      VerifyReport report = verification.verify();

      assertThat(report.stores().examples().stream().map(it -> it.kind() + " " + it.storeNumber()))
          .containsExactly(
              "MISSING s000000", "MISSING s000001", "EXTRA unknown000000", "EXTRA unknown000001");
      assertThat(report.stores().count(DifferenceKind.MISSING)).isEqualTo(5);
      assertThat(report.stores().count(DifferenceKind.EXTRA)).isEqualTo(3);
    }
  }

  @Test
  void shouldLeaveAloneWhatCannotBeRead() {
    stack.publish(
        List.of(
            encode(state("1", 1, "Omaha"), 0),
            unreadable("1".getBytes(UTF_8), new byte[] {'{'}, List.of()),
            unreadable(new byte[] {(byte) 0xff}, null, VersionHeader.of(new Version(0, 1))),
            unreadable("2".getBytes(UTF_8), null, List.of()),
            encode(state("2", 1, "Omaha"), 0)));
    stack.put(table, state("1", 2, "Lincoln"), state("2", 1, "Omaha"));
    stack.putCounts(table, state("1", 1, "Omaha"), state("2", 1, "Omaha"));
    Map<String, Map<String, AttributeValue>> before = stack.itemsOf(table);

    try (TableVerification verification = stack.open(table)) {
      VerifyReport report = verification.verify();

      assertThat(report.records().unreadable()).isEqualTo(3);
      assertThat(report.records().examples())
          .containsExactly(
              "stores-0 at offset 1 is not a state of a store: it has no header version",
              "stores-0 at offset 2 is not a state of a store: its key is no store number",
              "stores-0 at offset 3 is not a state of a store: it has no header version");
      assertThat(report.differences()).isZero();
      assertThat(report.stores().equal()).isEqualTo(1);
      assertThat(report.isClean()).isFalse();
      assertThat(verification.repair()).isZero();
      assertThat(stack.itemsOf(table)).isEqualTo(before);
    }
  }

  @Test
  void shouldSayThatPartitionsWereAdded() {
    List<ProducerRecord<byte[], byte[]>> both = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      both.add(encode(state("1", partition, "Omaha"), partition));
    }
    stack.publish(both);
    stack.put(table, state("1", 1, "Omaha"));
    stack.putCounts(table, state("1", 1, "Omaha"));

    VerifyReport report = verify();

    assertThat(report.records().misplaced()).isEqualTo(1);
    assertThat(report.isClean()).isTrue();
  }

  private static ProducerRecord<byte[], byte[]> unreadable(
      byte[] key, byte @Nullable [] value, Iterable<Header> headers) {
    return new ProducerRecord<>(Topics.STORES, 0, 0L, key, value, headers);
  }
}
