package io.storestream.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Threads that would keep the JVM alive after {@code main} has returned. */
final class Threads {
  private static final long END_TIMEOUT_MS = 10_000;

  private Threads() {}

  static Set<Thread> nonDaemon() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  /** A thread that was told to end may take a moment, so each is joined. */
  static void assertNoneBesides(Set<Thread> expected) throws InterruptedException {
    Set<Thread> others = new HashSet<>(nonDaemon());
    others.removeAll(expected);
    for (Thread thread : others) {
      thread.join(END_TIMEOUT_MS);
    }
    assertThat(others).noneMatch(Thread::isAlive);
  }
}
