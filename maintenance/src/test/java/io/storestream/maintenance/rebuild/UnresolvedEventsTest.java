package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.fixtures.StoresTopicWriter;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replay that has put an older state of a store behind its newest, and has not gone on yet. */
class UnresolvedEventsTest extends RebuildSuite {

  private static final String CHANGES = "changes";

  @AfterEach
  void deleteReplay() {
    admin.get(admin.client().deleteConsumerGroups(List.of(APPLICATION_ID)).all());
    admin.get(admin.client().deleteTopics(List.of(CHANGES)).all());
    await().atMost(TIMEOUT).until(() -> admin.topicId(CHANGES).isEmpty());
  }

  @Test
  void shouldTakeTheNewestThatIsBeforeTheOlderOne() {
    topic.write(List.of(open("a", 5)));
    topic.hold(open("a", 1));
    leaveAnEventUnresolved();

    CompletableFuture<RebuildReport> rebuild = rebuildMeanwhile();
    awaitProgress();
    topic.release();

    assertThat(rebuild.join().stores().read()).isEqualTo(2);
    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
  }

  @Test
  void shouldReadAllAgainIfTheReplayHasBegunMeanwhile() {
    topic.write(List.of(open("a", 5)));
    topic.hold(open("a", 1));

    CompletableFuture<RebuildReport> rebuild = rebuildMeanwhile();
    awaitProgress();
    leaveAnEventUnresolved();
    topic.release();

    assertThat(rebuild.join().stores().read()).isEqualTo(2 * 2);
    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
  }

  @Test
  void shouldReadAllAgainWhenItGoesOn() {
    topic.write(List.of(open("a", 5)));
    topic.write(List.of(open("a", 1)));
    setup();
    put(open("a", 1)); // the older state has come last
    save(
        new Checkpoint(
            admin.endOffsets(Topics.STORES), Checkpoint.Stage.LOADING, true, false, Instant.now()));
    leaveAnEventUnresolved();

    assertThat(rebuild(settings()).stores().read()).isEqualTo(2);
    assertThat(table()).isEqualTo(items(List.of(open("a", 5))));
  }

  @Test
  void shouldSeeEventsThatAreReadAndNotResolved() {
    UnresolvedEvents events = new UnresolvedEvents(admin, APPLICATION_ID, stop);
    assertThat(events.exist()).isFalse();
    String byStoreNumber = InternalTopics.repartitionTopicOf(APPLICATION_ID);
    admin.createTopics(Map.of(byStoreNumber, 1), Map.of());
    assertThat(events.exist()).isTrue(); // an application that has run, and whose positions expired

    leaveAnEventUnresolved();
    assertThat(events.exist()).isTrue();

    commit(1); // it is in the topic by store number, in which nobody has a position
    assertThat(events.exist()).isFalse();
    try (StoresTopicWriter application = new StoresTopicWriter(kafkaOptions)) {
      application.send(new ProducerRecord<>(byStoreNumber, new byte[0]));
    }
    assertThat(events.exist()).isTrue();
    admin.get(admin.client().deleteTopics(List.of(byStoreNumber)).all());
  }

  /** As an application does that has begun with a topic, and is not through. */
  private void leaveAnEventUnresolved() {
    admin.createTopics(Map.of(CHANGES, 1), Map.of());
    try (StoresTopicWriter upstream = new StoresTopicWriter(kafkaOptions)) {
      upstream.send(new ProducerRecord<>(CHANGES, new byte[0]));
    }
    commit(0);
  }

  private void commit(long offset) {
    Map<TopicPartition, OffsetAndMetadata> positions =
        Map.of(new TopicPartition(CHANGES, 0), new OffsetAndMetadata(offset));
    admin.get(admin.client().alterConsumerGroupOffsets(APPLICATION_ID, positions).all());
  }
}
