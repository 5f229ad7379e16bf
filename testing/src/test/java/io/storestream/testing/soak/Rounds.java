package io.storestream.testing.soak;

/**
 * How often a test disturbs: by default as often as its mutant needs to fail, and more often with
 * {@code -Dfaults.full=true}.
 */
final class Rounds {

  static final boolean FULL = Boolean.getBoolean("faults.full");

  private Rounds() {}

  static int of(int byDefault, int full) {
    return FULL ? full : byDefault;
  }
}
