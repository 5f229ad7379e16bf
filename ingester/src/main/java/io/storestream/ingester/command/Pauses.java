package io.storestream.ingester.command;

import java.util.HashSet;
import java.util.Set;

/** Lets no events be processed while at least one of several causes says so. Thread-safe. */
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

  /** Ends the pause of a cause; events go on if there is no other. Idempotent. */
  synchronized void end(Object cause) {
    if (causes.remove(cause) && causes.isEmpty()) {
      resume.run();
    }
  }
}
