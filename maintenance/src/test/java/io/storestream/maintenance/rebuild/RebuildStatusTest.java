package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.kafka.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What an ingester can tell of a table from the position of its rebuild. */
class RebuildStatusTest extends RebuildSuite {

  private final RebuildStatus status = new RebuildStatus(admin, TABLE);

  @Test
  void shouldBeCompleteWhereNothingWasEverPublished() {
    setup();

    assertThat(status.wasComplete(tables())).isTrue();
  }

  @Test
  void shouldNotBeCompleteBeforeARebuildHasFinished() {
    topic.write(open(1, 3, 1));
    setup();
    assertThat(status.wasComplete(tables())).isFalse();

    save(new Checkpoint(admin.endOffsets(Topics.STORES), Checkpoint.Stage.LOADING, Instant.now()));
    assertThat(status.wasComplete(tables())).isFalse();
  }

  @Test
  void shouldBeUpToDateUntilMoreComes() {
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count(3, 1, "US")));
    rebuild(settings());
    assertThat(status.wasComplete(tables())).isTrue();
    assertThat(status.isUpToDate()).isTrue();

    topic.writeCounts(List.of(count(4, 2, "US")));
    assertThat(status.isUpToDate()).isFalse();
    rebuild(settings());
    assertThat(status.isUpToDate()).isTrue();

    topic.write(open(4, 4, 1));
    assertThat(status.isUpToDate()).isFalse();
    assertThat(status.wasComplete(tables())).isTrue();
  }

  /** As in a cluster that was restored from a copy: what stands there now was never read. */
  @Test
  void shouldStartOverWhereTheTopicHasLostWhatWasRead() {
    topic.write(open(1, 3, 1));
    setup();
    Map<TopicPartition, Long> behindTheEnd = new HashMap<>(admin.endOffsets(Topics.STORES));
    behindTheEnd.replaceAll((partition, end) -> end + 5);
    save(new Checkpoint(behindTheEnd, Checkpoint.Stage.FOLLOWING, Instant.now()));

    assertThat(rebuild(settings()).stores().written()).isEqualTo(3);
  }

  @Test
  void shouldNotBeCompleteForARecreatedTableOfCounts() {
    topic.write(open(1, 3, 1));
    rebuild(settings());
    String counts = tables().counts().arn().replaceAll(".*/", "");
    client.deleteTable(request -> request.tableName(counts)).join();
    TableSetup.ofCounts(client, TABLE).ensure(new Billing.OnDemand());

    assertThat(status.wasComplete(tables())).isFalse();
  }

  @Test
  void shouldBeCompleteWhileAFollowerKeepsUp() {
    topic.write(open(1, 3, 1));
    try (StopSignal end = StopSignal.install()) {
      CompletableFuture<RebuildReport> following = follow(follower(), end);
      assertThat(status.wasComplete(tables())).isTrue();

      topic.write(open(4, 4, 1));
      await().atMost(TIMEOUT).until(status::isUpToDate);
      end.request();
      following.join();
    }
    assertThat(status.wasComplete(tables())).isTrue();
    assertThat(status.isUpToDate()).isTrue();
  }
}
