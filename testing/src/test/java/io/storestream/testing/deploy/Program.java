package io.storestream.testing.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.quickstart.Stores;
import io.storestream.testing.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command in a separate process with only the given environment. For one thread. */
public final class Program implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("http://[\\w.]+:\\d+");

  private static final String PRINTED = "printed";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path output;
  private final Path log;
  private final Process process;

  private Program(Path output, Path log, Process process) {
    this.output = output;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param directory receives its output
   */
  public static Program start(
      Path directory, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JavaProcess.JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stores.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(Program::isSetting);
    builder.environment().putAll(environment);
    try {
      Path output = Files.createTempFile(directory, PRINTED, ".out");
      Path log = Files.createTempFile(directory, PRINTED, ".log");
      builder.redirectOutput(output.toFile());
      builder.redirectError(log.toFile());
      return new Program(output, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a file holds the output of a program. */
  static boolean isPrinted(Path file) {
    return file.getFileName().toString().startsWith(PRINTED);
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith("KAFKA_")
        || variable.startsWith("STORES_")
        || variable.startsWith("AWS_");
  }

  /** Returns the status of a response; waits until the program answers. */
  int get(String path) {
    await().atMost(TIMEOUT).until(() -> ADDRESS.matcher(printed()).find() || !process.isAlive());
    Matcher address = ADDRESS.matcher(printed());
    assertThat(address.find()).as(this::told).isTrue();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.group() + path)).timeout(TIMEOUT).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(told(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  /** Waits until a path no longer answers 503, and returns its status. */
  public int awaitAvailable(String path) {
    return await()
        .alias(path)
        .atMost(TIMEOUT)
        .until(() -> get(path), it -> it != HttpURLConnection.HTTP_UNAVAILABLE);
  }

  /** Stops it, and waits until it has ended. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Waits until it ends with exit code 0. */
  public void awaitEnd() {
    try {
      assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as(this::told).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(process.exitValue()).as(this::told).isZero();
  }

  /** Returns its standard output so far. */
  public String printed() {
    return read(output);
  }

  private String told() {
    return printed() + read(log);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
