package io.storestream.ingester.command;

import static java.util.Objects.requireNonNull;

import io.storestream.formats.record.registry.RegistryUnavailableException;
import io.storestream.formats.record.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds events back while the schema registry can't be asked for a schema that one of them needs.
 * Stream threads stay in their group meanwhile, and none waits for the registry. Thread-safe.
 */
final class RegistryHold implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RegistryHold.class);

  private final SchemaRegistry registry;
  private final Duration interval;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "schema-registry"));

  private @Nullable RegistryUnavailableException cause;
  private @Nullable Pauses pauses;

  /**
   * @param interval between two questions to a registry that does not answer
   */
  RegistryHold(SchemaRegistry registry, Duration interval) {
    this.registry = registry;
    this.interval = interval;
  }

  SchemaRegistry registry() {
    return registry;
  }

  /** Returns the exception behind another; {@code null} if there is none. */
  static @Nullable RegistryUnavailableException causeOf(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnavailableException it) {
        return it;
      }
    }
    return null;
  }

  /** Holds events back until the schema is there, or is known to be absent. */
  synchronized void begin(RegistryUnavailableException reason, Pauses events) {
    boolean isHeld = cause != null;
    cause = reason;
    pauses = events;
    events.begin(this);
    if (!isHeld) {
      log.error("Events are held back: {}", reason.getMessage());
      schedule();
    }
  }

  /** Returns why events are held back; empty if they are not. */
  synchronized Optional<String> reason() {
    return Optional.ofNullable(cause).map(Throwable::getMessage);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private synchronized void schedule() {
    if (!executor.isShutdown()) {
      var unused = executor.schedule(this::ask, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void ask() {
    RegistryUnavailableException asked = current();
    if (asked == null) {
      return;
    }
    RegistryUnavailableException still = null;
    try {
      registry.fetch(asked.schemaId());
    } catch (RegistryUnavailableException e) {
      still = e;
    } catch (RuntimeException e) {
      log.error("The stream thread that needs the schema will fail as this did", e);
    }
    if (!end(asked, still)) {
      schedule();
    }
  }

  private synchronized @Nullable RegistryUnavailableException current() {
    return cause;
  }

  /** Returns whether events are no longer held back. Another schema may be needed by now. */
  private synchronized boolean end(
      RegistryUnavailableException asked, @Nullable RegistryUnavailableException still) {
    if (still == null && cause == asked) {
      cause = null;
      log.info("The schema registry has answered; events are processed again");
      requireNonNull(pauses).end(this);
      return true;
    }
    if (still != null && cause == asked) {
      if (!String.valueOf(still.getMessage()).equals(asked.getMessage())) {
        log.error("Events are still held back: {}", still.getMessage());
      }
      cause = still;
    }
    return false;
  }
}
