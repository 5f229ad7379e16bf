package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;

/** A topic or a table becomes another while a rebuild uses it. */
class SourcesTest extends RebuildSuite {

  private static final Duration OFTEN = Duration.ofMillis(100);

  @Test
  void shouldEndWhenPartitionsAreAddedWhileItFollows() {
    assertEndsWhileItFollows(
        () ->
            admin.get(
                admin
                    .client()
                    .createPartitions(
                        Map.of(Topics.LOCATION_COUNTS, NewPartitions.increaseTo(PARTITIONS + 1)))
                    .all()),
        "partitions were added to topic location-counts during this rebuild: run it again");
  }

  @Test
  void shouldEndWhenTheTopicIsExchangedWhileItFollows() {
    assertEndsWhileItFollows(
        () -> {
          admin.get(admin.client().deleteTopics(List.of(Topics.STORES)).all());
          await().atMost(TIMEOUT).until(() -> admin.partitionsOf(List.of(Topics.STORES)).isEmpty());
          createTopic();
        },
        "topic stores was deleted or recreated during this rebuild");
  }

  @Test
  void shouldEndWhenTheTableIsExchangedWhileItFollows() {
    assertEndsWhileItFollows(
        () -> {
          client.deleteTable(request -> request.tableName(TABLE)).join();
          setup();
        },
        "table Rebuilt was deleted and recreated during this rebuild: run it again");
  }

  @Test
  void shouldEndWhenTheTableIsDeletedBeforeItIsComplete() {
    topic.write(open(1, 3, 1));
    topic.hold(open("last", 1));
    CompletableFuture<RebuildReport> rebuild =
        CompletableFuture.supplyAsync(
            () -> new Rebuild(kafkaOptions, endpoint, settings(), OFTEN).run(stop, report -> {}));
    awaitProgress();
    client.deleteTable(request -> request.tableName(TABLE)).join();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> rebuild.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .withMessageContaining(
            "table Rebuilt does not exist: run `./stores rebuild --table Rebuilt`");
    topic.release();
  }

  private void assertEndsWhileItFollows(Runnable exchange, String message) {
    topic.write(open(1, 3, 1));
    try (StopSignal never = StopSignal.install()) {
      CompletableFuture<RebuildReport> following =
          follow(new Rebuild(kafkaOptions, endpoint, settings(true, false), OFTEN), never);

      exchange.run();

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> following.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .withMessageEndingWith(message);
    }
  }
}
