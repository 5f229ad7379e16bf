package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.Topics;
import io.storestream.model.AcceptedState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A rebuild goes on where an earlier one has stopped, or starts over. */
class ResumedRebuildTest extends RebuildSuite {

  @Test
  void shouldGoOnWhereItWasStopped() throws Exception {
    List<AcceptedState> states = open(1, 4000, 1);
    topic.write(states);
    CompletableFuture<RebuildReport> first;
    try (StopSignal early = StopSignal.install()) {
      first =
          CompletableFuture.supplyAsync(
              () -> new Rebuild(kafkaOptions, endpoint, settings()).run(early, report -> {}));
      await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).until(() -> written() > 100);
      early.request();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> first.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .withMessageEndingWith(
              "stopped before table Rebuilt was complete: the same command goes on from here");
    }

    RebuildReport second = rebuild(settings());

    assertThat(second.stores().read()).isPositive().isLessThan(4000);
    assertThat(second.stores().written()).isEqualTo(second.stores().read());
    assertThat(second.writeRequests()).isLessThan(4000 / 10);
    assertThat(table()).isEqualTo(items(states));
  }

  @Test
  void shouldStartOverOnceItWasComplete() {
    topic.write(open(1, 10, 1));
    rebuild(settings());
    client
        .deleteItem(
            request ->
                request.tableName(TABLE).key(Map.of("StoreNumber", AttributeValue.fromS("3"))))
        .join();

    RebuildReport second = rebuild(settings());

    assertThat(second.stores().read()).isEqualTo(10);
    assertThat(table()).isEqualTo(items(open(1, 10, 1)));
  }

  @Test
  void shouldNotGoOnInAnotherTableOfTheSameName() {
    topic.write(open(1, 10, 1));
    followTo(open("last", 1));
    client.deleteTable(request -> request.tableName(TABLE)).join();
    setup();

    RebuildReport second = rebuild(settings());

    assertThat(second.stores().read()).isEqualTo(10 + 2);
  }

  @Test
  void shouldFollowUntilStoppedAndGoOnFromThere() {
    topic.write(open(1, 10, 1));
    followTo(open("last", 1));

    RebuildReport second = rebuild(settings());

    assertThat(second.stores().read()).isZero();

    followTo(open("again", 1));
    RebuildReport fromBeginning = rebuild(settings(false, true));

    assertThat(fromBeginning.stores().read()).isEqualTo(10 + 2 + 2);
  }

  @Test
  void shouldKeepTheNewestOfAStoreInTwoPartitionsWhenItGoesOn() {
    topic.write(List.of(open("a", 5)));
    setup();
    put(open("a", 5));
    save(new Checkpoint(admin.endOffsets(Topics.STORES), Checkpoint.Stage.LOADING, Instant.now()));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, open("a", partition));
    }

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
    assertThat(report.stores().read()).isEqualTo(PARTITIONS);
    assertThat(report.stores().written()).isZero();
  }

  @Test
  void shouldKeepWhatAnIngesterHasWrittenWhenItGoesOn() {
    topic.write(List.of(open("a", 5)));
    setup();
    put(open("a", 9));
    save(
        new Checkpoint(admin.startOffsets(Topics.STORES), Checkpoint.Stage.LOADING, Instant.now()));

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("a", 9))));
    assertThat(report.stores().newerInTable()).isEqualTo(1);
  }

  /** Follows until a state that comes in meanwhile is in the table, with what is behind it. */
  private void followTo(AcceptedState last) {
    try (StopSignal end = StopSignal.install()) {
      CompletableFuture<RebuildReport> following = follow(follower(), end);
      topic.write(List.of(last));
      await().atMost(TIMEOUT).until(() -> table().containsKey(last.storeNumber()));
      AcceptedState atTheStop = open(last.storeNumber(), 2);
      topic.write(List.of(atTheStop));
      end.request();
      following.join();
      assertThat(table()).containsEntry(last.storeNumber(), StoreItems.toItem(atTheStop));
    }
  }
}
