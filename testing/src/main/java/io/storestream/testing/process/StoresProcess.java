package io.storestream.testing.process;

import io.storestream.quickstart.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One command in a separate process, which can be killed and started again. Used by one thread. */
public final class StoresProcess implements AutoCloseable {

  /** Small and quick to start: the process runs for seconds, and several share the machine. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dlogback.configurationFile=logback.xml"); // not the one of tests

  private static final Pattern MANAGEMENT = Pattern.compile("metrics at (http://\\S+)/metrics");
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private final Path directory;
  private final String name;
  private final Map<String, String> environment;
  private final List<String> arguments;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process process;

  /**
   * Starts nothing yet.
   *
   * @param directory for output and log
   * @param name of the files with these
   * @param environment what the process has beside that of this process
   * @param arguments the command and its options
   */
  public StoresProcess(
      Path directory, String name, Map<String, String> environment, List<String> arguments) {
    this.directory = directory;
    this.name = name;
    this.environment = Map.copyOf(environment);
    this.arguments = List.copyOf(arguments);
  }

  /** Returns the file with the standard error of all its runs. */
  public Path log() {
    return directory.resolve(name + ".log");
  }

  /** Starts the process; does not wait until it is ready. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException("runs already");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stores.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(StoresProcess::isOption);
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
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("does not run");
    }
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid()))
              .inheritIO()
              .start();
      awaitExit(kill, KILL_TIMEOUT);
      if (kill.exitValue() != 0) {
        throw new IllegalStateException("can't send SIG" + signal + " to " + name);
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
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("does not run");
    }
    running.destroy();
    awaitExit(running, timeout);
    return running.exitValue();
  }

  @Override
  public void close() {
    kill();
  }

  private Path output() {
    return directory.resolve(name + ".out");
  }

  /** Returns what its management port answers with status 200; nothing if it does not. */
  public Optional<String> get(String path) {
    try {
      Matcher management = MANAGEMENT.matcher(Files.readString(output()));
      if (!isAlive() || !management.find()) {
        return Optional.empty();
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(management.group(1) + path))
              .timeout(SCRAPE_TIMEOUT)
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it is starting or ending
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
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
