package io.storestream.maintenance.deadletter;

import io.storestream.cli.Summary;

/**
 * What a redrive did.
 *
 * @param redriven published again; in a dry run, what would be
 * @param skipped of another exception than asked for, or redriven before
 * @param leftOut not redriven, as their values were too large for the dead-letter topic
 */
record RedriveReport(long redriven, long skipped, long leftOut) {

  static final RedriveReport NONE = new RedriveReport(0, 0, 0);

  RedriveReport plus(RedriveReport other) {
    return new RedriveReport(
        redriven + other.redriven, skipped + other.skipped, leftOut + other.leftOut);
  }

  Summary toSummary(boolean dryRun) {
    return new Summary()
        .add("dead letters read", redriven + skipped + leftOut)
        .add(dryRun ? "would be redriven" : "redriven", redriven)
        .add("skipped", skipped)
        .add("left out", leftOut);
  }
}
