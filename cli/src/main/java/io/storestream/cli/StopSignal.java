package io.storestream.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command run until SIGINT or SIGTERM, close its parts in order and exit with 0.
 *
 * <p>The JVM exits with 143 after a signal, whatever its shutdown hooks do. The hook of this class
 * therefore waits until the command has closed everything, and then halts the JVM with the
 * command's exit code.
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

  /** How long the hook waits for the last output of a command that has closed everything. */
  private static final Duration LAST_WORDS_TIMEOUT = Duration.ofSeconds(1);

  private static final CountDownLatch COMMAND_ENDED = new CountDownLatch(1);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "stop-signal");
  private volatile int exitCode = ExitCode.OK;

  private StopSignal() {}

  /** Installs the hook; from then on the signals no longer end the JVM at once. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    try {
      Runtime.getRuntime().addShutdownHook(stop.hook);
    } catch (IllegalStateException e) {
      stop.request(); // a signal came before, and is about to end the JVM
    }
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

  /** Returns whether a stop is requested. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /**
   * Sets the exit code of the process if a signal ends it.
   *
   * @param code one of {@link ExitCode}; the default is {@link ExitCode#OK}
   */
  public void exitWith(int code) {
    exitCode = code;
  }

  /**
   * Waits for a signal, {@link #request} or the timeout.
   *
   * @return whether a stop is requested
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

  /** Requests a stop from within the command. */
  public void request() {
    requested.countDown();
  }

  /** Signals that everything is closed; the last step of a command. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal was received; the hook is about to halt the JVM.
    }
  }

  /** Signals that the command has printed everything, its error included. */
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
