package io.storestream.producer.live;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.SafeText;
import io.storestream.cli.Summary;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.model.Fingerprint;
import io.storestream.model.Store;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreCodec;
import io.storestream.producer.live.KnownStore.Effect;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Compares events with the stores that the topic {@link Topics#STORES} has, and says what they
 * would change if they were published now. Events that no ingester has processed yet are not taken
 * into account. Not thread-safe.
 *
 * <p>Each store takes about 200 bytes of memory, and contents are kept only of the stores that are
 * listed.
 */
public final class DryRun {

  /** The most stores of one effect that are listed. */
  private static final int MAX_LISTED = 1000;

  private static final List<Effect> LISTED =
      List.of(Effect.NEW, Effect.CHANGED, Effect.CLOSED, Effect.STALE);

  private final KafkaOptions kafka;
  private final Map<String, KnownStore> stores = new HashMap<>();

  /** The first events of each effect by store number, in their order. */
  private final Map<Effect, Map<String, StoreChange>> first = new EnumMap<>(Effect.class);

  private @Nullable StoresReader topic;

  public DryRun(KafkaOptions kafka) {
    this.kafka = kafka;
    LISTED.forEach(effect -> first.put(effect, new LinkedHashMap<>()));
  }

  /**
   * Reads which stores exist.
   *
   * @throws CommandFailedException if the topic can't be read, or has a record that no ingester
   *     wrote
   */
  public void start() {
    topic = new StoresReader(kafka);
    topic.forEach(this::sawRecord);
  }

  private void sawRecord(ConsumerRecord<byte[], byte[]> record) {
    try {
      Version version = VersionHeader.read(record);
      byte @Nullable [] value = record.value();
      stores
          .computeIfAbsent(StoreRecords.storeNumberOf(record), number -> new KnownStore())
          .sawRecord(version, value == null ? Fingerprint.DELETED : Fingerprint.of(value));
    } catch (InvalidRecordException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes an event into account; an event that is published later comes later. */
  public void accept(StoreChange change) {
    KnownStore store = stores.computeIfAbsent(change.storeNumber(), number -> new KnownStore());
    boolean accepted = store.accept(change);
    Map<String, StoreChange> listed = first.get(store.effect());
    if (listed != null
        && accepted == (store.effect() != Effect.STALE)
        && (listed.size() < MAX_LISTED || listed.containsKey(change.storeNumber()))) {
      listed.put(change.storeNumber(), change);
    }
  }

  /**
   * Lists the stores that would change, at most 1,000 of each effect, and adds the numbers of all
   * to a summary.
   *
   * @throws CommandFailedException if the topic can't be read again
   */
  public void report(PrintStream out, Summary summary) {
    Map<Effect, Long> counts = new EnumMap<>(Effect.class);
    for (KnownStore store : stores.values()) {
      if (store.isTouched()) {
        counts.merge(store.effect(), 1L, Long::sum);
      }
    }
    Map<String, Store> before = contentsBefore();
    for (Effect effect : LISTED) {
      print(effect, counts.getOrDefault(effect, 0L), before, out);
    }
    for (Effect effect : Effect.values()) {
      summary.add("stores " + label(effect), counts.getOrDefault(effect, 0L));
    }
  }

  private void print(Effect effect, long count, Map<String, Store> before, PrintStream out) {
    long listed = 0;
    for (Map.Entry<String, StoreChange> entry : first.getOrDefault(effect, Map.of()).entrySet()) {
      String storeNumber = entry.getKey();
      KnownStore store = stores.get(storeNumber);
      // A later event may have given it another effect.
      if (store != null && store.effect() == effect) {
        String details = details(store, entry.getValue(), before.get(storeNumber));
        out.printf("%s %s: %s%n", label(effect), SafeText.of(storeNumber), details);
        listed++;
      }
    }
    if (count > listed) {
      out.printf("… and %,d more%n", count - listed);
    }
  }

  private static String details(KnownStore store, StoreChange change, @Nullable Store before) {
    if (store.effect() == Effect.STALE) {
      return "the topic has it as of %s, which is later than %s"
          .formatted(store.updatedAt(), change.updatedAt());
    }
    if (store.effect() == Effect.NEW && change instanceof StoreChange.Upsert upsert) {
      return StoreDifference.summary(upsert.store());
    }
    if (before == null) {
      return "what the topic has of it can't be read";
    }
    return change instanceof StoreChange.Upsert upsert
        ? StoreDifference.between(before, upsert.store())
        : StoreDifference.summary(before);
  }

  /** Reads the topic again, for the contents of the listed stores. */
  private Map<String, Store> contentsBefore() {
    Map<String, StoreChange> changed = first.getOrDefault(Effect.CHANGED, Map.of());
    Map<String, StoreChange> closed = first.getOrDefault(Effect.CLOSED, Map.of());
    Map<String, Store> contents = new HashMap<>();
    if (topic == null || (changed.isEmpty() && closed.isEmpty())) {
      return contents;
    }
    topic.forEach(
        record -> {
          String storeNumber = StoreRecords.storeNumberOf(record);
          boolean isListed = changed.containsKey(storeNumber) || closed.containsKey(storeNumber);
          if (isListed && record.value() != null) {
            try {
              contents.put(storeNumber, StoreCodec.decode(record.value()));
            } catch (IllegalArgumentException e) {
              contents.remove(storeNumber);
            }
          }
        });
    return contents;
  }

  private static String label(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }
}
