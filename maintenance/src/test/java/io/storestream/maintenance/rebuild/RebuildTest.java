package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.TopicSettings;
import io.storestream.model.AcceptedState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a rebuild writes to a table, and what it refuses. */
class RebuildTest extends RebuildSuite {

  @Test
  void shouldLoadANewTableWithTheNewestOfEachStore() {
    List<AcceptedState> states = open(1, 100, 1);
    topic.write(states);
    topic.write(List.of(open("1", 2), closed("2", 2)));

    RebuildReport report = rebuild(settings());

    Map<String, Map<String, AttributeValue>> expected = items(states);
    expected.put("1", StoreItems.toItem(open("1", 2)));
    expected.put("2", StoreItems.toItem(closed("2", 2)));
    assertThat(table()).isEqualTo(expected);
    assertThat(report.stores().read()).isEqualTo(102);
    assertThat(report.stores().written() + report.stores().overtaken()).isEqualTo(102);
    assertThat(report.stores().newerInTable()).isZero();
    assertThat(report.writeRequests()).isLessThan(20);
    assertThat(report.isComplete()).isTrue();
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
    assertThat(report.stores().written()).isEqualTo(3);
    assertThat(report.stores().newerInTable()).isEqualTo(1);
  }

  @Test
  void shouldTakeTheNewestOfAStoreThatIsInTwoPartitions() {
    topic.write(List.of(open("a", 5)));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.writeTo(partition, open("a", partition));
    }

    RebuildReport report = rebuild(settings());

    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
    assertThat(report.stores().read()).isEqualTo(1 + PARTITIONS);
    assertThat(report.stores().misplaced()).isEqualTo(PARTITIONS - 1);
  }

  /** A replay writes older states after newer ones to the topic until it has caught up. */
  @Test
  void shouldKeepTheNewestBeforeAnOlderStateOfAReplay() {
    topic.write(List.of(open("a", 5)));
    topic.hold(open("a", 1));

    CompletableFuture<RebuildReport> rebuild = rebuildMeanwhile();
    awaitProgress(); // so that the newest is in the table before the older one is read
    topic.release();

    RebuildReport report = rebuild.join();
    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
    assertThat(report.stores().read()).isEqualTo(2);
    assertThat(report.stores().written()).isEqualTo(1);
    assertThat(report.stores().newerInTable()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatAnIngesterWritesToTheNewTableMeanwhile() {
    topic.write(List.of(open("a", 5)));
    topic.hold(open("b", 5));

    CompletableFuture<RebuildReport> rebuild = rebuildMeanwhile();
    awaitProgress();
    put(open("b", 6));
    topic.release();

    RebuildReport report = rebuild.join();
    assertThat(table()).isEqualTo(items(List.of(open("a", 5), open("b", 6))));
    assertThat(report.stores().written()).isEqualTo(1);
    assertThat(report.stores().newerInTable()).isEqualTo(1);
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
    assertThat(report.stores().read()).isEqualTo(3);
    assertThat(report.unreadable()).isEqualTo(1);
    assertThat(report.stores().overtaken()).isZero();
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void shouldRefuseATopicThatIsNotCompacted() {
    TopicSettings.set(admin, Topics.STORES, "cleanup.policy", "delete");

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> rebuild(settings()))
        .withMessage(
            "topic stores has cleanup.policy=delete, not compact, so it may have lost stores: it can't"
                + " be the source of a table");
    assertThat(client.listTables().join().tableNames()).doesNotContain(TABLE);
  }
}
