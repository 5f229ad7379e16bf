package io.storestream.maintenance.verify;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.VerifyReport.Difference;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.ComparisonsByStore.Candidate;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.StoreComparison;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.table.AttributeDifferences;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.ItemReader;
import io.storestream.model.AcceptedState;
import io.storestream.model.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Counts the differences by kind and describes the first of each. Their contents were not kept, so
 * that they are read again from topic and table. For one thread, once.
 */
final class Reporter {

  private final StoresReader topic;
  private final ItemReader items;
  private final int maxExamples;
  private final Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);
  private final Map<DifferenceKind, NavigableMap<String, StoreComparison>> first =
      new EnumMap<>(DifferenceKind.class);
  private final Map<String, Map<String, AttributeValue>> expected = new HashMap<>();

  Reporter(StoresReader topic, ItemReader items, int maxExamples) {
    this.topic = topic;
    this.items = items;
    this.maxExamples = maxExamples;
    for (DifferenceKind kind : DifferenceKind.values()) {
      counts.put(kind, 0L);
      first.put(kind, new TreeMap<>());
    }
  }

  /** Counts all candidates: by now they are differences. */
  void count(ComparisonsByStore comparisons) {
    Instant now = Instant.now();
    comparisons.forEachCandidate(
        it ->
            it.comparison()
                .difference(now)
                .ifPresent(
                    kind -> {
                      counts.merge(kind, 1L, Long::sum);
                      keep(Objects.requireNonNull(first.get(kind)), it);
                    }));
  }

  private void keep(NavigableMap<String, StoreComparison> examples, Candidate candidate) {
    examples.put(candidate.storeNumber(), candidate.comparison());
    if (examples.size() > maxExamples) {
      examples.pollLastEntry();
    }
  }

  Map<DifferenceKind, Long> counts() {
    return counts;
  }

  /** Returns the first differences of each kind, by store number. */
  List<Difference> examples() {
    List<Difference> examples = new ArrayList<>();
    first.forEach(
        (kind, stores) -> {
          if (kind == DifferenceKind.DIFFERENT) {
            examples.addAll(different(stores));
          } else {
            stores.forEach(
                (number, it) -> examples.add(new Difference(kind, number, versions(it))));
          }
        });
    return examples;
  }

  private static String versions(StoreComparison comparison) {
    return "the table has %s, the topic has %s"
        .formatted(
            comparison.isInTable() ? version(comparison.itemVersion()) : "no item",
            comparison.isInTopic()
                ? version(comparison.topicVersion()) + (comparison.isDeleted() ? ", deleted" : "")
                : "no record");
  }

  private static String version(@Nullable Version version) {
    return version == null
        ? "an item without version"
        : "version %d of %s".formatted(version.number(), version.updatedAt());
  }

  private List<Difference> different(Map<String, StoreComparison> stores) {
    Map<String, StoreComparison> sameVersion = new HashMap<>(stores);
    sameVersion.values().removeIf(StoreComparison::isItemNewer);
    if (!sameVersion.isEmpty()) {
      topic.readAgain(record -> expect(record, sameVersion));
    }
    List<Difference> differences = new ArrayList<>();
    Batches<Candidate> batches =
        items.batches(
            Candidate::storeNumber,
            (it, item) ->
                differences.add(
                    new Difference(DifferenceKind.DIFFERENT, it.storeNumber(), what(it, item))));
    stores.forEach((number, it) -> batches.add(new Candidate(number, it)));
    batches.flush();
    return differences;
  }

  private void expect(ConsumerRecord<byte[], byte[]> record, Map<String, StoreComparison> wanted) {
    if (record.key() == null) {
      return;
    }
    StoreComparison comparison = wanted.get(new String(record.key(), StandardCharsets.UTF_8));
    if (comparison == null) {
      return;
    }
    try {
      AcceptedState accepted = StoreRecords.decode(record);
      if (comparison.isFrom(TopicState.of(accepted))) {
        expected.put(accepted.storeNumber(), StoreItems.toItem(accepted));
      }
    } catch (InvalidRecordException e) {
      // It was counted when it was first read.
    }
  }

  private String what(Candidate candidate, @Nullable Map<String, AttributeValue> item) {
    Map<String, AttributeValue> wanted = expected.get(candidate.storeNumber());
    if (item == null || wanted == null || !candidate.comparison().isUnchanged(ItemState.of(item))) {
      return versions(
          candidate.comparison()); // of a newer version, or changed since it was compared
    }
    return AttributeDifferences.describe(StoreItems.own(item), wanted);
  }
}
