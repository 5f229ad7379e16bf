package io.storestream.maintenance.verify;

import static io.storestream.maintenance.verify.VerifyStack.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.WaitingEvents;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.model.AcceptedState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Tests on a broker and a DynamoDB Local, each with empty topics and a separate, empty table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VerifySuite {

  final VerifyStack stack = new VerifyStack();
  private final int partitions;
  String table = "";

  VerifySuite(int partitions) {
    this.partitions = partitions;
  }

  @BeforeEach
  void create(TestInfo test) {
    table = test.getTestMethod().orElseThrow().getName();
    stack.createTable(table);
    stack.createTopic(partitions);
  }

  @AfterEach
  void deleteTopic() {
    stack.deleteTopic();
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  VerifyReport verify() {
    try (TableVerification verification = stack.open(table)) {
      return verification.verify();
    }
  }

  static void assertReport(VerifyReport report, long storesInTopic, long itemsInTable, long equal) {
    assertThat(report)
        .isEqualTo(
            new VerifyReport(
                new VerifyReport.Stores(
                    storesInTopic,
                    itemsInTable,
                    equal,
                    Map.of(
                        DifferenceKind.MISSING, 0L,
                        DifferenceKind.EXTRA, 0L,
                        DifferenceKind.STALE, 0L,
                        DifferenceKind.DIFFERENT, 0L),
                    List.of()),
                new VerifyReport.Counts(
                    report.locationCounts().locations(), 0, List.of(), 0, List.of()),
                new VerifyReport.Records(0, List.of(), 0),
                new WaitingEvents.Count(0, true, List.of()),
                report.duration()));
  }

  static AcceptedState[] states(String prefix, int count) {
    return numbers(prefix, 0, count).map(it -> state(it, 0, "Omaha")).toArray(AcceptedState[]::new);
  }

  static Stream<String> numbers(String prefix, int from, int to) {
    return IntStream.range(from, to).mapToObj(it -> prefix + "%06d".formatted(it));
  }
}
