package io.storestream.quickstart.generate.geography;

import java.util.List;

/**
 * The random numbers of one row: SplitMix64 (Steele, Lea and Flood, 2014), which can start anywhere
 * without a warm-up.
 *
 * <p>It is implemented here because the JDK does not promise the same numbers in every release, and
 * the same seed must give the same bytes. Not thread-safe; each row has a separate generator.
 */
public final class RowRandom {
  public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param seed the seed of the whole edition
   * @param ordinal number of the row, or of the city
   * @param purpose gives one row separate numbers for each purpose
   */
  public RowRandom(long seed, long ordinal, Purpose purpose) {
    state = mix(mix(seed + purpose.salt) + ordinal * GOLDEN_GAMMA);
  }

  /** Returns a number in which every bit of {@code value} has changed about half of the bits. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Returns a number from 0 to {@code bound} - 1. The bias is below bound / 2^32, which has no
   * effect here.
   *
   * @param bound positive
   */
  public int nextInt(int bound) {
    state += GOLDEN_GAMMA;
    return (int) (((mix(state) >>> 32) * bound) >>> 32);
  }

  /** Returns a number from {@code -distance} to {@code distance}, both included. */
  public int around(int distance) {
    return nextInt(2 * distance + 1) - distance;
  }

  /** Returns whether a chance of {@code percent} in a hundred came true. */
  public boolean chance(int percent) {
    return nextInt(100) < percent;
  }

  /** Returns one of {@code choices}, each as likely as the others. */
  <T> T pick(List<T> choices) {
    return choices.get(nextInt(choices.size()));
  }

  /** The use of the numbers. */
  public enum Purpose {
    ROW(0),
    CHANGE(1),
    CITY(2);

    private final long salt;

    Purpose(int number) {
      salt = number * GOLDEN_GAMMA;
    }
  }
}
