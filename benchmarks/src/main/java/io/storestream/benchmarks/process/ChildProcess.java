package io.storestream.benchmarks.process;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that this one started. Its standard output and its log are files in a directory. Used
 * by one thread.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
  private static final int LOG_EXCERPT_LINES = 20;

  private final String name;
  private final Process process;
  private final long startedNs;
  private final Path output;
  private final Path log;
  private Duration cpu = Duration.ZERO;

  private ChildProcess(String name, Process process, long startedNs, Path output, Path log) {
    this.name = name;
    this.process = process;
    this.startedNs = startedNs;
    this.output = output;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param name unique in the directory
   * @param directory receives {@code NAME.out} and {@code NAME.log}
   * @throws CommandFailedException if it can't be started
   */
  public static ChildProcess start(String name, ProgramCommand command, Path directory) {
    Path output = directory.resolve(name + ".out");
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder = command.toProcessBuilder();
    builder.redirectOutput(output.toFile());
    builder.redirectError(log.toFile());
    long startedNs = System.nanoTime();
    try {
      return new ChildProcess(name, builder.start(), startedNs, output, log);
    } catch (IOException e) {
      throw new CommandFailedException("can't start %s: %s".formatted(name, e), e);
    }
  }

  /** Returns the time since the start. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNs);
  }

  /** Returns the CPU time that it has used, user and system; if it has ended, as last asked. */
  public Duration cpu() {
    cpu = process.info().totalCpuDuration().orElse(cpu);
    return cpu;
  }

  /** Returns the ID of the process. */
  public long pid() {
    return process.pid();
  }

  /** Returns whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns its exit code; it must have ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /**
   * Checks that it runs or has ended with code 0.
   *
   * @throws CommandFailedException with the end of its log
   */
  public void requireHealthy() {
    if (!process.isAlive() && process.exitValue() != 0) {
      throw new CommandFailedException(
          "%s ended with code %d:%n%s".formatted(name, process.exitValue(), logExcerpt()));
    }
  }

  /** Returns the first group of the last match in its standard output. */
  public Optional<String> findInOutput(Pattern pattern) {
    Matcher matcher = pattern.matcher(output());
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(matcher.group(1));
    }
    return last;
  }

  /** Returns what it has written to standard output so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private String logExcerpt() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LOG_EXCERPT_LINES), lines.size()));
    } catch (IOException e) {
      return "its log can't be read: " + e;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Kills it with SIGKILL; returns when it has ended. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it with SIGTERM, or after 40 s with SIGKILL; returns when it has ended. Idempotent. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
