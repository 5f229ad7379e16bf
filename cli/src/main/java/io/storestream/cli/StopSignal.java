package io.storestream.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command run until SIGINT or SIGTERM, stop in its own order and exit with 0.
 *
 * <p>A JVM that is told to stop exits with 143 whatever its shutdown hooks do, so this one's hook
 * waits until the command has closed everything and then halts the JVM itself.
 *
 * <pre>{@code
 * try (StopSignal stop = StopSignal.install()) {
 *   try (Server server = new Server()) {
 *     server.start();
 *     stop.await();
 *   }
 * }
 * }</pre>
 */
public final class StopSignal implements AutoCloseable {

  /** How long a command may take to close after the signal. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

  /** How long the hook waits for what a command that has closed everything still has to say. */
  private static final Duration LAST_WORDS_TIMEOUT = Duration.ofSeconds(1);

  private static final CountDownLatch COMMAND_ENDED = new CountDownLatch(1);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "stop-signal");
  private volatile int exitCode = ExitCode.OK;

  private StopSignal() {}

  /** Starts to listen; from here on the signals no longer end the JVM at once. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /**
   * Waits for a signal or {@link #request}.
   *
   * @throws CommandFailedException if the thread is interrupted
   */
  public void await() {
    try {
      requested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /** Returns whether to stop. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /**
   * Says with what the process is to exit if a signal ends it.
   *
   * @param code one of {@link ExitCode}; the default is {@link ExitCode#OK}
   */
  public void exitWith(int code) {
    exitCode = code;
  }

  /**
   * Waits for a signal, {@link #request} or the end of a time.
   *
   * @return whether to stop
   * @throws CommandFailedException if the thread is interrupted
   */
  public boolean await(Duration timeout) {
    try {
      return requested.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /** Stops the command from within. */
  public void request() {
    requested.countDown();
  }

  /** Says that all is closed; the last thing that a command does. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal came; the hook is about to halt the JVM.
    }
  }

  /** Says that the command has printed all, its error among it. */
  static void commandEnded() {
    COMMAND_ENDED.countDown();
  }

  private void onShutdown() {
    requested.countDown();
    boolean inTime = false;
    try {
      inTime = closed.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      boolean unused = COMMAND_ENDED.await(LAST_WORDS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(inTime ? exitCode : ExitCode.FAILED);
  }
}
