package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.CapturedLog;
import io.storestream.kafka.Topics;
import io.storestream.model.AcceptedState;
import io.storestream.model.LocationCount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RebuildTest extends RebuildSuite {

  @Test
  void shouldLoadANewTableInBatchesWithTheNewestOfEachStore() {
    List<AcceptedState> states = open(1, 100, 1);
    topic.write(states);
    topic.write(List.of(open("1", 2), closed("2", 2)));

    RebuildReport report = rebuild(settings());

    Map<String, Map<String, AttributeValue>> expected = items(states);
    expected.put("1", StoreItems.toItem(open("1", 2)));
    expected.put("2", StoreItems.toItem(closed("2", 2)));
    assertThat(table()).isEqualTo(expected);
    assertThat(report.recordsRead()).isEqualTo(102);
    assertThat(report.storesWritten() + report.overtaken()).isEqualTo(102);
    assertThat(report.newerInTable()).isZero();
    assertThat(report.writeRequests()).isLessThan(20);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void shouldLoadTheNewestCountOfEachPlaceToo() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(1, 5, "US"), count(1, 5, "US", ""), count(3, 6, "US")));

    RebuildReport report = rebuild(settings());

    assertThat(counts()).containsExactlyInAnyOrder(count(3, 6, "US"), count(1, 5, "US", ""));
    assertThat(report.countsWritten()).isBetween(2L, 3L);
    assertThat(report.storesWritten()).isEqualTo(3);
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void shouldLoadCountsInBatchesWhileNoIngesterRuns() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(countsOfStates(200));

    RebuildReport report = rebuild(settings());

    assertThat(counts()).hasSize(200);
    assertThat(report.countsWritten()).isEqualTo(200);
    assertThat(report.writeRequests()).isLessThan(60);
  }

  @Test
  void shouldLoadCountsOneByOneWhileAnIngesterRuns() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(countsOfStates(200));

    RebuildReport report = whileAnIngesterRuns(() -> rebuild(settings()));

    assertThat(counts()).hasSize(200);
    assertThat(report.writeRequests()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void shouldWriteCountsAgainIfAnIngesterWasStartedMeanwhile() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(3, 5, "US")));
    topic.hold(open("last", 1));

    CompletableFuture<RebuildReport> rebuild = rebuildMeanwhile();
    awaitProgress();
    await().atMost(TIMEOUT).until(() -> !counts().isEmpty());
    put(count(2, 4, "US")); // the older count of a batch has come last
    try (CapturedLog log = new CapturedLog(Rebuild.class)) {
      whileAnIngesterRuns(
          () -> {
            topic.release();
            return rebuild.join();
          });

      assertThat(log.lines())
          .contains(
              "WARN Application nobody was started while the table of counts was loaded, and may have"
                  + " written counts that were newer: run `./stores verify --table Rebuilt --repair`"
                  + " afterwards");
    }
    assertThat(counts()).containsExactly(count(3, 5, "US"));
  }

  @Test
  void shouldTellOfATopicOfCountsThatIsEmpty() {
    topic.write(open(1, 3, 1));

    try (CapturedLog log = new CapturedLog(Rebuild.class)) {
      rebuild(settings());

      assertThat(log.lines())
          .contains(
              "WARN Topic location-counts is empty, so there are no counts: run `./stores verify --table"
                  + " Rebuilt --repair` afterwards, which counts the stores itself");
    }
  }

  @Test
  void shouldTakeTheNewestOfACountThatIsInTwoPartitions() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(9, 9, "US")));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, count(partition, partition, "US"));
    }

    rebuild(settings());

    assertThat(counts()).containsExactly(count(9, 9, "US"));
  }

  private static List<LocationCount> countsOfStates(int states) {
    return IntStream.range(0, states).mapToObj(it -> count(1, 5, "US", "S" + it)).toList();
  }

  @Test
  void shouldKeepInAnExistingTableTheCountThatIsNewer() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(3, 5, "US"), count(3, 5, "US", "NE")));
    TableSetup.ofCounts(client, TABLE).ensure(new Billing.OnDemand());
    put(count(4, 6, "US"));
    put(count(2, 4, "US", "NE"));

    rebuild(settings());

    assertThat(counts()).containsExactlyInAnyOrder(count(4, 6, "US"), count(3, 5, "US", "NE"));
  }

  @Test
  void shouldKeepInAnExistingTableWhatIsNewer() {
    topic.write(List.of(open("older", 5), open("equal", 5), open("newer", 5), open("absent", 5)));
    setup();
    put(open("older", 4));
    put(open("equal", 5));
    put(open("newer", 6));
    put(open("unknown", 1));

    RebuildReport report = rebuild(settings());

    assertThat(table())
        .isEqualTo(
            items(
                List.of(
                    open("older", 5),
                    open("equal", 5),
                    open("newer", 6),
                    open("absent", 5),
                    open("unknown", 1))));
    assertThat(report.storesWritten()).isEqualTo(3);
    assertThat(report.newerInTable()).isEqualTo(1);
  }

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

    assertThat(second.recordsRead()).isPositive().isLessThan(4000);
    assertThat(second.storesWritten()).isEqualTo(second.recordsRead());
    assertThat(second.writeRequests()).isLessThan(4000 / 10); // still in batches
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

    assertThat(second.recordsRead()).isEqualTo(10);
    assertThat(table()).isEqualTo(items(open(1, 10, 1)));
  }

  @Test
  void shouldNotGoOnInAnotherTableOfTheSameName() {
    topic.write(open(1, 10, 1));
    followTo(open("last", 1));
    client.deleteTable(request -> request.tableName(TABLE)).join();
    setup();

    RebuildReport second = rebuild(settings());

    assertThat(second.recordsRead()).isEqualTo(10 + 2);
  }

  @Test
  void shouldFollowUntilStoppedAndGoOnFromThere() {
    topic.write(open(1, 10, 1));
    followTo(open("last", 1));

    RebuildReport second = rebuild(settings());

    assertThat(second.recordsRead()).isZero();

    followTo(open("again", 1));
    RebuildReport fromBeginning = rebuild(settings(false, true));

    assertThat(fromBeginning.recordsRead()).isEqualTo(10 + 2 + 2);
  }

  /** Follows until a state that comes in meanwhile is in the table, with what is behind it. */
  private void followTo(AcceptedState last) {
    CountDownLatch caughtUp = new CountDownLatch(1);
    try (StopSignal end = StopSignal.install()) {
      CompletableFuture<RebuildReport> following =
          CompletableFuture.supplyAsync(
              () ->
                  new Rebuild(kafkaOptions, endpoint, settings(true, false))
                      .run(end, report -> caughtUp.countDown()));
      await().atMost(TIMEOUT).until(() -> caughtUp.getCount() == 0);
      topic.write(List.of(last));
      await().atMost(TIMEOUT).until(() -> table().containsKey(last.storeNumber()));
      AcceptedState atTheStop = open(last.storeNumber(), 2);
      topic.write(List.of(atTheStop));
      end.request();
      following.join();
      assertThat(table()).containsEntry(last.storeNumber(), StoreItems.toItem(atTheStop));
    }
  }

  @Test
  void shouldTakeTheNewestOfAStoreThatIsInTwoPartitions() {
    topic.write(List.of(open("a", 5)));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, open("a", partition));
    }

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
    // Read twice: in batches, and again with conditions, as the older state may have come last.
    assertThat(report.recordsRead()).isEqualTo(2 * (1 + PARTITIONS));
    assertThat(report.misplaced()).isEqualTo(2 * (PARTITIONS - 1));
  }

  /** As when it is killed after the last batch, before it has read all again with conditions. */
  @Test
  void shouldRememberWhenItGoesOnThatAStoreIsInTwoPartitions() {
    topic.write(List.of(open("a", 5)));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, open("a", partition));
    }
    setup();
    put(open("a", 1)); // the older state has come last
    save(
        new Checkpoint(
            admin.endOffsets(Topics.STORES), Checkpoint.Stage.LOADING, true, true, Instant.now()));

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
    assertThat(report.recordsRead()).isEqualTo(1 + PARTITIONS);
  }

  @Test
  void shouldNotGoOnInBatchesIfAnIngesterRunsByNow() {
    topic.write(List.of(open("a", 5)));
    setup();
    put(open("a", 9));
    save(
        new Checkpoint(
            admin.startOffsets(Topics.STORES),
            Checkpoint.Stage.LOADING,
            true,
            false,
            Instant.now()));

    RebuildReport report = whileAnIngesterRuns(() -> rebuild(settings()));

    assertThat(table()).isEqualTo(items(List.of(open("a", 9))));
    assertThat(report.newerInTable()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAnEmptyTopic() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> rebuild(settings()))
        .withMessage(
            "topic stores is empty, so it says nothing about a table: check --bootstrap-servers");
    assertThat(client.listTables().join().tableNames()).isEmpty();
  }

  @Test
  void shouldCountWhatNoIngesterWroteAndLoadTheRest() {
    topic.write(List.of(open("1", 1)));
    topic.send(
        new ProducerRecord<>(Topics.STORES, "2".getBytes(StandardCharsets.UTF_8), new byte[] {1}));
    topic.write(List.of(open("3", 1)));

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("1", 1), open("3", 1))));
    assertThat(report.recordsRead()).isEqualTo(3);
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.overtaken()).isZero();
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void shouldRefuseATopicThatIsNotCompacted() {
    admin.get(
        admin
            .client()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, Topics.STORES),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("cleanup.policy", "delete"),
                            AlterConfigOp.OpType.SET))))
            .all());

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> rebuild(settings()))
        .withMessage(
            "topic stores has cleanup.policy=delete, not compact, so it may have lost stores: it can't"
                + " be the source of a table");
    assertThat(client.listTables().join().tableNames()).doesNotContain(TABLE);
  }
}
