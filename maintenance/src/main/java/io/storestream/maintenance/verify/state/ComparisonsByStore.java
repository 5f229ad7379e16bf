package io.storestream.maintenance.verify.state;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.bytes.ByteArrays;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenCustomHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link StoreComparison} by store number in UTF-8: about 140 bytes a store, for a store number of
 * up to 16.
 *
 * <p>{@link #update} is thread-safe; all else is for one thread, after the updates.
 */
public final class ComparisonsByStore {

  /** Many, so that threads rarely meet, and that growing copies only a little at a time. */
  private static final int SHARD_BITS = 6;

  private final Shard[] shards =
      Stream.generate(Shard::new).limit(1 << SHARD_BITS).toArray(Shard[]::new);

  private static final class Shard extends Object2ObjectOpenCustomHashMap<byte[], StoreComparison> {
    private static final long serialVersionUID = 1;

    Shard() {
      super(ByteArrays.HASH_STRATEGY);
    }
  }

  /** Changes what is known of a store, of which nothing may have been known before. */
  public void update(byte[] storeNumber, Consumer<StoreComparison> change) {
    Shard shard = shard(storeNumber);
    synchronized (shard) {
      StoreComparison comparison = shard.get(storeNumber);
      if (comparison == null) {
        comparison = new StoreComparison();
        shard.put(storeNumber, comparison);
      }
      change.accept(comparison);
    }
  }

  /** Returns what is known of a store, if it is a candidate. */
  public @Nullable StoreComparison candidate(byte[] storeNumber) {
    StoreComparison comparison = shard(storeNumber).get(storeNumber);
    return comparison != null && comparison.isCandidate() ? comparison : null;
  }

  public void forEach(BiConsumer<byte[], StoreComparison> action) {
    for (Shard shard : shards) {
      shard
          .object2ObjectEntrySet()
          .fastForEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }
  }

  public void forEachCandidate(Consumer<Candidate> action) {
    forEach(
        (storeNumber, comparison) -> {
          if (comparison.isCandidate()) {
            action.accept(
                new Candidate(new String(storeNumber, StandardCharsets.UTF_8), comparison));
          }
        });
  }

  /** Counts the stores. */
  public Population population() {
    long[] counts = new long[4];
    forEach(
        (storeNumber, comparison) -> {
          boolean exists = comparison.isInTopic() || comparison.isInTable();
          boolean candidate = comparison.isCandidate();
          counts[0] += exists ? 1 : 0;
          counts[1] += comparison.isInTopic() ? 1 : 0;
          counts[2] += exists && !candidate && !comparison.isUnreadable() ? 1 : 0;
          counts[3] += exists && !comparison.isInTopic() && candidate ? 1 : 0;
        });
    return new Population(counts[0], counts[1], counts[2], counts[3]);
  }

  /** A store in which topic and table seem to differ, or in the end do. */
  public record Candidate(String storeNumber, StoreComparison comparison) {}

  /**
   * How many stores there are.
   *
   * @param existing in the topic or in the table
   * @param inTopic in the topic, deleted stores included
   * @param equal whose item is right
   * @param extra only in the table, and candidates
   */
  public record Population(long existing, long inTopic, long equal, long extra) {}

  /** The map takes the low bits of the same hash. */
  private Shard shard(byte[] storeNumber) {
    return shards[HashCommon.mix(Arrays.hashCode(storeNumber)) >>> (Integer.SIZE - SHARD_BITS)];
  }
}
