package io.storestream.maintenance.verify;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.state.ComparisonsByStore;
import io.storestream.maintenance.verify.state.ComparisonsByStore.Candidate;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.StoreComparison;
import io.storestream.maintenance.verify.state.StoresReader;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.ConditionalWrites;
import io.storestream.maintenance.verify.table.ItemReader;
import io.storestream.model.AcceptedState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Repairs what differs: writes the topic's states, and deletes the items that the topic does not
 * have. Each write succeeds only if the item is still as it was compared. An item that an ingester
 * has changed since, or of which the topic has a newer record, is left to the next verification.
 * For one thread, once.
 */
final class Repair {

  private final StoresReader topic;
  private final ItemReader items;
  private final ConditionalWrites writes;
  private final Instant now = Instant.now();

  Repair(StoresReader topic, ItemReader items, ConditionalWrites writes) {
    this.topic = topic;
    this.items = items;
    this.writes = writes;
  }

  /**
   * Repairs all candidates.
   *
   * @return how many items were written or deleted
   */
  long run(ComparisonsByStore differences) {
    Batches<Repairing> batches = items.batches(it -> it.store().storeNumber(), this::repair);
    differences.forEachCandidate(
        it -> {
          if (due(it.comparison()).filter(kind -> kind == DifferenceKind.EXTRA).isPresent()) {
            batches.add(new Repairing(it, null));
          }
        });
    topic.readAgain(record -> find(record, differences).ifPresent(batches::add));
    batches.flush();
    return writes.await();
  }

  /** Returns the difference, if there is one and its comparison is not outdated. */
  private Optional<DifferenceKind> due(StoreComparison comparison) {
    return comparison.isOutdated() ? Optional.empty() : comparison.difference(now);
  }

  /** Returns the repair whose item is in this record, if there is one. */
  private Optional<Repairing> find(
      ConsumerRecord<byte[], byte[]> record, ComparisonsByStore differences) {
    StoreComparison comparison = record.key() == null ? null : differences.candidate(record.key());
    if (comparison == null || due(comparison).isEmpty()) {
      return Optional.empty();
    }
    try {
      AcceptedState accepted = StoreRecords.decode(record);
      if (!comparison.isFrom(TopicState.of(accepted))) {
        return Optional.empty();
      }
      comparison.markCandidate(false); // the same record may come twice
      return Optional.of(
          new Repairing(
              new Candidate(accepted.storeNumber(), comparison), StoreItems.toItem(accepted)));
    } catch (InvalidRecordException e) {
      return Optional.empty();
    }
  }

  private void repair(Repairing repairing, @Nullable Map<String, AttributeValue> seen) {
    Candidate store = repairing.store();
    if (!store.comparison().isUnchanged(seen == null ? null : ItemState.of(seen))) {
      return;
    }
    if (repairing.item() == null) {
      writes.delete(
          Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(store.storeNumber())), seen);
    } else {
      writes.put(
          seen == null ? repairing.item() : StoreItems.withOthers(repairing.item(), seen), seen);
    }
  }

  /**
   * A store to repair.
   *
   * @param item what the table should have, or {@code null} if that is nothing
   */
  private record Repairing(Candidate store, @Nullable Map<String, AttributeValue> item) {}
}
