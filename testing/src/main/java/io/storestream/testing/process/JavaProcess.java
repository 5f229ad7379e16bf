package io.storestream.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program with the class path of this JVM in a separate process, which can be killed and started
 * again in the same directory. Used by one thread.
 */
public final class JavaProcess implements AutoCloseable {

  /** Small and quick to start: the process runs for seconds, and several share the machine. */
  public static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote", // a sixth of the start of an ingester
          "-Dlogback.configurationFile=logback.xml"); // not the one of tests

  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final Path directory;
  private final String mainClass;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private @Nullable Process process;

  /**
   * Starts nothing yet.
   *
   * @param name of the program for the names of its files
   * @param directory receives its output and its log
   * @param environment in addition to this JVM's, without the variables of options
   */
  public JavaProcess(
      String name,
      Path directory,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment) {
    this.name = name;
    this.directory = directory;
    this.mainClass = mainClass;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
  }

  /** Returns the file with the standard error of all its runs. */
  public Path log() {
    return directory.resolve(name + ".log");
  }

  /** Returns the file with the standard output of its last run. */
  public Path output() {
    return directory.resolve(name + ".out");
  }

  /** Starts the process; does not wait until it is ready. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException("runs already");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    // Killed, it leaves its native libraries behind.
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(JavaProcess::isOption);
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(directory);
      builder.redirectOutput(output().toFile());
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  /** Returns whether it runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Kills the process with SIGKILL; returns when it has ended. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      awaitExit(running, KILL_TIMEOUT);
    }
  }

  /** Pauses the process with SIGSTOP, as a suspended machine does. */
  public void pause() {
    signal("STOP");
  }

  /** Lets a paused process go on. */
  public void unpause() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(running().pid()))
              .inheritIO()
              .start();
      awaitExit(kill, KILL_TIMEOUT);
      if (kill.exitValue() != 0) {
        throw new IllegalStateException("can't send SIG%s to %s".formatted(signal, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no command kill", e);
    }
  }

  /**
   * Stops the process with SIGTERM.
   *
   * @return its exit code
   * @throws IllegalStateException if it is not running or does not end in time
   */
  public int stop(Duration timeout) {
    Process running = running();
    running.destroy();
    awaitExit(running, timeout);
    return running.exitValue();
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("does not run");
    }
    return running;
  }

  @Override
  public void close() {
    kill();
  }

  /** Only the test sets options. The variables of the log levels are passed on, for debugging. */
  private static boolean isOption(String variable) {
    return variable.startsWith("KAFKA_")
        || (variable.startsWith("STORES_") && !variable.endsWith("LOG_LEVEL"));
  }

  private static void awaitExit(Process process, Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("process %d does not end".formatted(process.pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
