package io.storestream.ingester.guard;

import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.TableIdentity;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.TopicIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What is known about an application before it starts: at first, that all its topics and tables
 * exist and are those that it remembers, and that it has done nothing.
 */
final class FactsBuilder {

  private static final Uuid REMEMBERED = new Uuid(1, 1);
  private static final Uuid OTHER = new Uuid(2, 2);
  private static final WrittenTables TABLES =
      new WrittenTables(
          new TableIdentity("arn:table", "2026-01-01T00:00:00Z"),
          new TableIdentity("arn:tableCounts", "2026-01-01T00:00:00Z"));

  private final IngestTopics names;
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<String, TopicIdentity> topics = new HashMap<>();
  private final Map<String, Uuid> remembered = new HashMap<>();
  private final List<String> missingTables = new ArrayList<>();
  private boolean isWritten;
  private boolean isCompacted;
  private boolean isIdentityKnown = true;
  private boolean isGeo = true;

  FactsBuilder(IngestTopics names) {
    this.names = names;
    names.all().forEach(it -> topics.put(it, new TopicIdentity(REMEMBERED, 2)));
    names.remembered().forEach(it -> remembered.put(it, REMEMBERED));
    startingAt(0);
  }

  FactsBuilder written() {
    isWritten = true;
    return this;
  }

  FactsBuilder withoutGeo() {
    isGeo = false;
    return this;
  }

  FactsBuilder withoutRecords() {
    isWritten = false;
    return this;
  }

  FactsBuilder positionIn(String topic, long offset) {
    committed.put(new TopicPartition(topic, 0), new OffsetAndMetadata(offset));
    return this;
  }

  FactsBuilder withoutPositions() {
    committed.clear();
    return this;
  }

  /** Deletes the events before an offset of the first partition. */
  FactsBuilder startingAt(long offset) {
    starts.put(new TopicPartition(names.topic(), 0), offset);
    starts.put(new TopicPartition(names.topic(), 1), 0L);
    return this;
  }

  FactsBuilder compacted() {
    isCompacted = true;
    return this;
  }

  FactsBuilder without(String topic) {
    topics.remove(topic);
    if (topic.equals(names.topic())) {
      starts.clear();
    }
    return this;
  }

  FactsBuilder recreated(String topic) {
    topics.put(topic, new TopicIdentity(OTHER, 2));
    return this;
  }

  FactsBuilder grown(String topic) {
    topics.put(topic, new TopicIdentity(REMEMBERED, 3));
    return this;
  }

  FactsBuilder withoutTables(String... tables) {
    missingTables.addAll(List.of(tables));
    return this;
  }

  FactsBuilder withoutIdentity() {
    isIdentityKnown = false;
    return this;
  }

  FactsBuilder neverReadEvents() {
    remembered.remove(names.topic());
    return this;
  }

  FactsBuilder withoutAll() {
    names.all().forEach(this::without);
    return withoutTables("table", "tableCounts").withoutIdentity();
  }

  StartFacts build() {
    return new StartFacts(
        committed,
        starts,
        isWritten,
        isCompacted,
        topics,
        isIdentityKnown
            ? Optional.of(ApplicationIdentity.of(TABLES, remembered, false, isGeo))
            : Optional.empty(),
        missingTables);
  }
}
