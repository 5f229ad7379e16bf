package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.CapturedLog;
import io.storestream.fixtures.SettableClock;
import io.storestream.kafka.LastStableOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a watch concludes from what Kafka answers to a check every 10 s. */
class OpenTransactionWatchTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final String REMEDY =
      " offsets wait for its end. If its producer does not end it, end it with"
          + " kafka-transactions.sh, as \"An open transaction holds up the events\" in"
          + " docs/operating/runbook.md says";

  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CapturedLog log = new CapturedLog(OpenTransactionWatch.class);
  private final OpenTransactionWatch watch =
      new OpenTransactionWatch(this::answer, INTERVAL, clock, registry);
  private @Nullable List<LastStableOffset> answer;

  @AfterEach
  void close() {
    watch.close();
    log.close();
  }

  /**
   * At each check the last stable offset and the end of one partition; a dash where no broker
   * answers. Then the transaction that is known to stay open at the time of the last check.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing was ever published      | 0/0 0/0 0/0 0/0 0/0        | none               | ''
          nothing is published            | 5/5 5/5 5/5 5/5 5/5        | none               | ''
          events outside transactions     | 5/5 6/6 7/7 9/9 11/11      | none               | ''
          busy with short transactions    | 5/6 8/9 9/10 14/20 21/22   | none               | ''
          a transaction that may be short | 5/5 5/6                    | none               | ''
          the same at two checks          | 5/5 5/6 5/6                | from 5, open 10 s  | ''
          the first record of a partition | 0/0 0/1 0/1                | from 0, open 10 s  | ''
          ended after 20 s                | 5/6 5/6 5/6 7/7            | none               | ''
          open for 30 s                   | 5/6 5/6 5/6 5/8            | from 5, open 30 s  | WARN
          open for 50 s                   | 5/6 5/6 5/6 5/8 5/9 5/9    | from 5, open 50 s  | WARN
          ended                           | 5/6 5/6 5/6 5/8 9/9 9/9    | none               | WARN INFO
          the next may be short           | 5/6 5/6 5/6 5/8 7/9        | none               | WARN INFO
          the next stays open too         | 5/6 5/6 5/6 5/8 7/9 7/9    | from 7, open 10 s  | WARN INFO
          no answer in between            | 5/6 - - 5/6                | from 5, open 30 s  | WARN
          no answer at the end            | 5/6 5/6 - -                | from 5, open 30 s  | ''
          no answer for long              | 5/6 5/6 - - - -            | from 5, open 50 s  | WARN
          no answer while it ends         | 5/6 5/6 5/6 5/6 - 7/7      | none               | WARN INFO
          """)
  void shouldTellATransactionThatStaysOpenFromShortOnes(
      String description, String checks, String open, String levels) {
    clock.advance(INTERVAL.negated());
    for (String check : checks.split(" ", -1)) {
      clock.advance(INTERVAL);
      check(check.equals("-") ? null : List.of(position(0, check)));
    }

    assertThat(longest()).isEqualTo(open);
    assertThat(
            log.lines().stream()
                .map(it -> it.substring(0, it.indexOf(' ')))
                .collect(Collectors.joining(" ")))
        .isEqualTo(levels);
  }

  @Test
  void shouldLogOnceWhenAPartitionIsHeldUpAndOnceWhenItIsNoLonger() {
    for (int i = 0; i < 10; i++) {
      check(List.of(position(0, "5/12")));
      clock.advance(INTERVAL);
    }
    check(List.of(position(0, "14/14")));

    assertThat(log.lines())
        .containsExactly(
            "WARN Partition changes-0 is held up since 1970-01-01T00:00:00Z: a transaction is open"
                + " from offset 5, and 7"
                + REMEDY,
            "INFO Partition changes-0 is no longer held up: the transaction that was open from"
                + " offset 5 has ended after 100 s");
  }

  @Test
  void shouldLogOnceWhenItCannotSeeAndOnceWhenItCanAgain() {
    check(null);
    check(null);
    check(List.of(position(0, "5/5")));
    assertThat(log.lines()).isEmpty();

    for (int i = 0; i < 5; i++) {
      check(null);
    }
    check(List.of(position(0, "5/5")));
    check(null);
    check(List.of(position(0, "5/5")));

    assertThat(log.lines())
        .containsExactly(
            "WARN 3 checks for open transactions in a row have failed: no Kafka broker answers."
                + " Until one succeeds, neither /health/ready nor the metrics show a transaction"
                + " that begins to hold up events. Checks go on every 10 s; if Kafka refuses them,"
                + " grant the rights that docs/operating/deployment.md lists",
            "INFO Open transactions can be seen again, after 5 failed checks");
  }

  @Test
  void shouldWatchEachPartition() {
    check(List.of(position(0, "5/5"), position(1, "8/9"), position(2, "3/3")));
    clock.advance(INTERVAL);
    check(List.of(position(0, "5/6"), position(1, "8/11"), position(2, "4/4")));
    clock.advance(INTERVAL);
    check(List.of(position(0, "5/6"), position(1, "8/12"), position(2, "9/10")));
    assertThat(longest()).isEqualTo("from 8, open 20 s");
    assertThat(gauge("storestream.unstable.offsets", 0)).isEqualTo(1);
    assertThat(gauge("storestream.unstable.offsets", 1)).isEqualTo(4);
    assertThat(gauge("storestream.unstable.offsets", 2)).isEqualTo(1);
    assertThat(gauge("storestream.open.transaction.age", 0)).isEqualTo(10);
    assertThat(gauge("storestream.open.transaction.age", 1)).isEqualTo(20);
    assertThat(gauge("storestream.open.transaction.age", 2)).isZero();

    clock.advance(INTERVAL);
    check(List.of(position(0, "5/6"), position(1, "13/13"), position(2, "14/14")));
    assertThat(longest()).isEqualTo("from 5, open 20 s");
    assertThat(gauge("storestream.unstable.offsets", 1)).isZero();
    assertThat(gauge("storestream.open.transaction.age", 1)).isZero();
  }

  @Test
  void shouldNameTheFirstPartitionOfThoseThatOneTransactionHoldsUp() {
    for (int i = 0; i < 2; i++) {
      check(List.of(position(1, "8/9"), position(0, "5/6")));
    }

    assertThat(watch.longest())
        .hasValueSatisfying(it -> assertThat(it.position().partition()).isEqualTo(partition(0)));
  }

  @Test
  void shouldMeasureAPartitionThatIsAdded() {
    check(List.of(position(0, "5/5")));
    check(List.of(position(0, "5/5"), position(1, "0/3")));

    assertThat(gauge("storestream.unstable.offsets", 0)).isZero();
    assertThat(gauge("storestream.unstable.offsets", 1)).isEqualTo(3);
  }

  private List<LastStableOffset> answer() {
    if (answer == null) {
      throw new CommandFailedException("no Kafka broker answers");
    }
    return answer;
  }

  private void check(@Nullable List<LastStableOffset> answer) {
    this.answer = answer;
    watch.check();
  }

  private String longest() {
    return watch
        .longest()
        .map(it -> "from %d, open %d s".formatted(it.position().offset(), it.age().toSeconds()))
        .orElse("none");
  }

  private double gauge(String name, int partition) {
    return registry
        .get(name)
        .tags("topic", "changes", "partition", String.valueOf(partition))
        .gauge()
        .value();
  }

  private static LastStableOffset position(int partition, String offsetAndEnd) {
    String[] offsets = offsetAndEnd.split("/", -1);
    return new LastStableOffset(
        partition(partition), Long.parseLong(offsets[0]), Long.parseLong(offsets[1]));
  }

  private static TopicPartition partition(int partition) {
    return new TopicPartition("changes", partition);
  }
}
