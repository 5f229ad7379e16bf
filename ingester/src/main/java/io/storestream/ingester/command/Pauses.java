package io.storestream.ingester.command;

import java.util.HashSet;
import java.util.Set;

/** Pauses the processing of events as long as one of several causes lasts. Thread-safe. */
final class Pauses {

  private final Runnable pause;
  private final Runnable resume;
  private final Set<Object> causes = new HashSet<>();

  /**
   * @param pause stops the processing of events; idempotent
   * @param resume starts it again
   */
  Pauses(Runnable pause, Runnable resume) {
    this.pause = pause;
    this.resume = resume;
  }

  /** Begins a pause for a cause. Idempotent. */
  synchronized void begin(Object cause) {
    causes.add(cause);
    pause.run();
  }

  /** Ends the pause of a cause; events are processed again if there is no other. Idempotent. */
  synchronized void end(Object cause) {
    if (causes.remove(cause) && causes.isEmpty()) {
      resume.run();
    }
  }

  /** Returns whether no events are processed. */
  synchronized boolean isPaused() {
    return !causes.isEmpty();
  }
}
