package io.storestream.maintenance.verify;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.Sides;
import io.storestream.maintenance.verify.state.SidesByStore;
import io.storestream.maintenance.verify.state.Suspect;
import io.storestream.maintenance.verify.state.TopicSide;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.GuardedWrites;
import io.storestream.maintenance.verify.table.ItemReader;
import io.storestream.model.AcceptedState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Mends what differs: writes what the topic says, and deletes what the topic does not know. Each
 * write holds only if the item is still as it was judged; one that somebody else has changed
 * meanwhile, or of which the topic has said more since it was judged, is left to the next
 * verification. For one thread, once.
 */
final class Repair {

  private final TopicSide topic;
  private final ItemReader items;
  private final GuardedWrites writes;
  private final Instant now = Instant.now();
  private long repaired;

  Repair(TopicSide topic, ItemReader items, GuardedWrites writes) {
    this.topic = topic;
    this.items = items;
    this.writes = writes;
  }

  /**
   * Mends all suspects.
   *
   * @return how many items were written or deleted
   */
  long run(SidesByStore differences) {
    Batches<Mending> batches = new Batches<>(ItemReader.BATCH, this::mend);
    differences.forEachSuspect(
        (number, it) -> {
          if (due(it).filter(kind -> kind == DifferenceKind.EXTRA).isPresent()) {
            batches.add(new Mending(Suspect.of(number, it), null));
          }
        });
    topic.readAgain(record -> find(record, differences).ifPresent(batches::add));
    batches.flush();
    return repaired;
  }

  /** Returns the difference, if there is one that is still as it was judged. */
  private Optional<DifferenceKind> due(Sides sides) {
    return sides.isOvertaken() ? Optional.empty() : sides.difference(now);
  }

  /** Returns what is to be written if it is in this record. */
  private Optional<Mending> find(ConsumerRecord<byte[], byte[]> record, SidesByStore differences) {
    Sides sides = record.key() == null ? null : differences.suspect(record.key());
    if (sides == null || due(sides).isEmpty()) {
      return Optional.empty();
    }
    try {
      AcceptedState accepted = StoreRecords.decode(record);
      if (!sides.isFrom(TopicState.of(accepted))) {
        return Optional.empty();
      }
      sides.suspect(false); // the same record may come twice
      return Optional.of(
          new Mending(new Suspect(accepted.storeNumber(), sides), StoreItems.toItem(accepted)));
    } catch (InvalidRecordException e) {
      return Optional.empty();
    }
  }

  private void mend(List<Mending> batch) {
    Map<String, Map<String, AttributeValue>> seen =
        items.read(batch.stream().map(it -> it.store().storeNumber()).toList());
    List<CompletableFuture<Boolean>> answers =
        batch.stream()
            .filter(it -> it.isDue(seen.get(it.store().storeNumber())))
            .map(it -> it.start(writes, seen.get(it.store().storeNumber())))
            .toList();
    answers.forEach(it -> repaired += writes.await(it) ? 1 : 0);
  }

  /**
   * A store to mend.
   *
   * @param item what the table should have, or {@code null} if that is nothing
   */
  private record Mending(Suspect store, @Nullable Map<String, AttributeValue> item) {

    /** Returns whether the table still has what was judged. */
    boolean isDue(@Nullable Map<String, AttributeValue> seen) {
      return store.sides().isUnchanged(seen == null ? null : ItemState.of(seen));
    }

    CompletableFuture<Boolean> start(
        GuardedWrites writes, @Nullable Map<String, AttributeValue> seen) {
      return item == null
          ? writes.delete(
              Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS(store.storeNumber())), seen)
          : writes.put(item, seen);
    }
  }
}
