package io.storestream.maintenance.deadletter;

/** Shows dead letters, one after the other. */
@FunctionalInterface
interface LetterPrinter {

  /**
   * Shows a dead letter.
   *
   * @param redriven whether it was published again
   */
  void print(DeadLetterRecord letter, boolean redriven);
}
