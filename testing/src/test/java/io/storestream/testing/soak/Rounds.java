package io.storestream.testing.soak;

/**
 * How often a proof disturbs: by default as often as it takes to fail when its line is taken out of
 * the product, and more often with {@code -Dfaults.full=true}.
 */
final class Rounds {

  static final boolean FULL = Boolean.getBoolean("faults.full");

  private Rounds() {}

  static int of(int byDefault, int full) {
    return FULL ? full : byDefault;
  }
}
