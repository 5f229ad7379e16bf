package io.storestream.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command run until Ctrl-C or SIGTERM and then end in order and with exit code {@link
 * ExitCode#OK}: left alone, the JVM would end at once, with 130 or 143, while the command still
 * closes what it opened.
 *
 * <p>The first resource of a try statement, so that it is closed last:
 *
 * <pre>{@code
 * try (StopSignal stop = StopSignal.install();
 *     Server server = new Server()) {
 *   server.start();
 *   stop.await();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class StopSignal implements AutoCloseable {

  /** How long the command may take to close everything; after that the process ends regardless. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-signal");

  private StopSignal() {}

  /** Starts to listen for the signal. */
  public static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** Waits until the process is asked to stop. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Says that everything else is closed. If the process is to stop, it now ends. */
  @Override
  public void close() {
    closed.countDown();
    if (requested.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It is being asked to stop at this very moment, and the hook finds everything closed.
      }
    }
  }

  private void stop() {
    requested.countDown();
    int exitCode = ExitCode.FAILED;
    try {
      if (closed.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        exitCode = ExitCode.OK;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    // Not exit(): that waits for this very thread, and would keep the signal's exit code.
    Runtime.getRuntime().halt(exitCode);
  }
}
