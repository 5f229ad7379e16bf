package io.storestream.benchmarks.lookup;

import java.util.concurrent.atomic.AtomicLong;

/** Counts answers, and prints {@code answers: N} at most every 50 ms. Thread-safe. */
final class Answers {

  private static final long PRINT_INTERVAL_NS = 50_000_000;

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong printedNs = new AtomicLong(System.nanoTime());

  void add() {
    count.incrementAndGet();
    long now = System.nanoTime();
    long last = printedNs.get();
    if (now - last > PRINT_INTERVAL_NS && printedNs.compareAndSet(last, now)) {
      print();
    }
  }

  long count() {
    return count.get();
  }

  /** Prints the count at once. */
  void print() {
    System.out.println("answers: " + count());
  }
}
