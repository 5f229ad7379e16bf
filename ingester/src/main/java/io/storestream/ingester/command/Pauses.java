package io.storestream.ingester.command;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
   * @param registry receives the metric
   */
  Pauses(Runnable pause, Runnable resume, MeterRegistry registry) {
    this.pause = pause;
    this.resume = resume;
    Gauge.builder("storestream.paused", this, it -> it.isPaused() ? 1 : 0)
        .description("Whether events wait for a table, or for the schema registry")
        .register(registry);
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
