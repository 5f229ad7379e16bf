package io.storestream.ingester.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.model.AcceptedState;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

/** Which writes are pending as acknowledgements arrive, and what the next task repeats. */
class OutboxTest {

  private static final Version V1 = Version.firstAt(Instant.EPOCH);
  private static final Version V2 = V1.next();

  private final FakeDynamoDb table = new FakeDynamoDb();
  private final DynamoDbWriter writer =
      DynamoDbWriter.ofStores(table, "table", 10, new SimpleMeterRegistry());
  private final List<String> acknowledged = new ArrayList<>();

  private Outbox outbox;

  @BeforeEach
  void start() {
    writer.start();
    outbox = new Outbox(writer.openSession(), Outbox.FIRST_SEQUENCE, List.of());
  }

  @AfterEach
  void stop() {
    outbox.close();
    table.close();
    writer.close();
  }

  @Test
  void shouldNumberWritesFromOne() {
    assertThat(outbox.firstPending()).isEqualTo(1);

    assertThat(outbox.submit(write("A", V1))).isEqualTo(1);
    assertThat(outbox.submit(write("B", V1))).isEqualTo(2);

    assertThat(outbox.firstPending()).isEqualTo(1);
  }

  @Test
  void shouldMoveOnPastWhatIsAcknowledged() throws InterruptedException {
    outbox.submit(write("A", V1));
    outbox.submit(write("B", V1));
    outbox.submit(write("C", V1));

    answerUntil("A", "B 0 of 0", "C 0 of 0");
    assertThat(outbox.firstPending()).isEqualTo(1); // A

    answerUntil("none", "A 0 of 0", "B 0 of 0", "C 0 of 0");
    assertThat(outbox.firstPending()).isEqualTo(4);
  }

  @Test
  void shouldKeepANewerWriteThanTheAcknowledgedOne() throws InterruptedException {
    outbox.submit(write("A", V1));
    FakeDynamoDb.Call first = table.nextCall();
    outbox.submit(write("B", V1));
    assertThat(outbox.submit(write("A", V2))).isEqualTo(3);

    first.succeed();
    drainUntil("A 0 of 1");
    assertThat(outbox.firstPending()).isEqualTo(2); // B
    answerUntil("A", "A 0 of 1", "B 0 of 0");
    assertThat(outbox.firstPending()).isEqualTo(3); // the newer A

    answerUntil("none", "A 0 of 1", "A 1 of 1", "B 0 of 0");
    assertThat(outbox.firstPending()).isEqualTo(4);
  }

  @Test
  void shouldResumeInTheOrderOfAcceptanceAndNumberOn() throws InterruptedException {
    outbox.close();
    outbox =
        new Outbox(
            writer.openSession(),
            5,
            List.of(
                new Outbox.Pending(8, write("A", V1)),
                new Outbox.Pending(5, write("B", V1)),
                new Outbox.Pending(7, write("C", V2))));
    assertThat(outbox.firstPending()).isEqualTo(5);
    assertThat(outbox.submit(write("D", V1))).isEqualTo(9);

    List<String> written = new ArrayList<>();
    while (written.size() < 4) {
      FakeDynamoDb.Call call = table.nextCall();
      written.addAll(call.keys());
      call.succeed();
    }
    assertThat(written).containsExactly("B", "C", "A", "D");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              drain();
              return outbox.firstPending() == 10;
            });
  }

  @Test
  void shouldNumberOnFromTheFirstPendingWriteWhenNoneIs() {
    outbox.close();
    outbox = new Outbox(writer.openSession(), 5, List.of());

    assertThat(outbox.firstPending()).isEqualTo(5);
    assertThat(outbox.submit(write("A", V1))).isEqualTo(5);
  }

  /** Lets the table throttle one item and take the others, until these are acknowledged. */
  private void answerUntil(String throttled, String... expected) throws InterruptedException {
    while (acknowledged.size() < expected.length) {
      FakeDynamoDb.Call call = table.nextCall();
      call.answer(
          call.keys().contains(throttled)
              ? Map.of(throttled, FakeDynamoDb.error(BatchStatementErrorCodeEnum.THROTTLING_ERROR))
              : Map.of());
      int all =
          acknowledged.size()
              + (int) call.keys().stream().filter(it -> !it.equals(throttled)).count();
      await().atMost(Duration.ofSeconds(20)).until(() -> drain() >= all);
    }
    drainUntil(expected);
  }

  private void drainUntil(String... expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              drain();
              assertThat(acknowledged).containsExactlyInAnyOrder(expected);
            });
  }

  /** Returns how many writes are acknowledged. */
  private int drain() {
    outbox.drain(
        (write, latest, result) ->
            acknowledged.add(
                "%s %d of %d"
                    .formatted(
                        write.key(), write.version().revision(), latest.version().revision())));
    return acknowledged.size();
  }

  private static ItemWrite write(String storeNumber, Version version) {
    return new ItemWrite.StoreItem(
        new AcceptedState(new VersionedStore(storeNumber, version, null), Instant.EPOCH), true);
  }
}
