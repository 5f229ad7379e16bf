package io.storestream.maintenance.verify.state;

import it.unimi.dsi.fastutil.HashCommon;
import it.unimi.dsi.fastutil.bytes.ByteArrays;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenCustomHashMap;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link Sides} by store number in UTF-8: about 140 bytes a store, for a store number of up to 16.
 *
 * <p>{@link #update} is thread-safe; all else is for one thread, after the updates.
 */
public final class SidesByStore {

  /** Many, so that threads rarely meet, and that growing copies only a little at a time. */
  private static final int SHARD_BITS = 6;

  private final Shard[] shards =
      Stream.generate(Shard::new).limit(1 << SHARD_BITS).toArray(Shard[]::new);

  private static final class Shard extends Object2ObjectOpenCustomHashMap<byte[], Sides> {
    private static final long serialVersionUID = 1;

    Shard() {
      super(ByteArrays.HASH_STRATEGY);
    }
  }

  /** Changes what is known of a store, of which nothing may have been known before. */
  public void update(byte[] storeNumber, Consumer<Sides> change) {
    Shard shard = shard(storeNumber);
    synchronized (shard) {
      Sides sides = shard.get(storeNumber);
      if (sides == null) {
        sides = new Sides();
        shard.put(storeNumber, sides);
      }
      change.accept(sides);
    }
  }

  /** Returns what is known of a store, if it is a suspect. */
  public @Nullable Sides suspect(byte[] storeNumber) {
    Sides sides = shard(storeNumber).get(storeNumber);
    return sides != null && sides.isSuspect() ? sides : null;
  }

  public void forEach(BiConsumer<byte[], Sides> action) {
    for (Shard shard : shards) {
      shard
          .object2ObjectEntrySet()
          .fastForEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }
  }

  public void forEachSuspect(BiConsumer<byte[], Sides> action) {
    forEach(
        (storeNumber, sides) -> {
          if (sides.isSuspect()) {
            action.accept(storeNumber, sides);
          }
        });
  }

  /** The map takes the low bits of the same hash. */
  private Shard shard(byte[] storeNumber) {
    return shards[HashCommon.mix(Arrays.hashCode(storeNumber)) >>> (Integer.SIZE - SHARD_BITS)];
  }
}
