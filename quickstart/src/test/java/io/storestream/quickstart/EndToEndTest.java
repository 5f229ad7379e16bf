package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.cli.StopSignal;
import io.storestream.ingester.IngestFigures;
import io.storestream.model.Topics;
import io.storestream.producer.StoreFilePublisher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** CSV in, HTTP out: the whole path on a real broker and DynamoDB Local. */
class EndToEndTest {

  private static final DemoPorts FREE_PORTS = new DemoPorts(0, 0, 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path directory = Path.of("");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldMakeTheTableThatTheFileSays() throws Exception {
    Path file = resource("edge-cases.csv");
    try (DemoDirectories directories = DemoDirectories.create(null);
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.OK);

      assertThat(summary.lines().limit(8))
          .containsExactly(
              "rows read: 14",
              "rows rejected: 0",
              "rows superseded: 1",
              "events published: 13",
              "stores written: 13",
              "duplicates dropped: 0",
              "stale dropped: 0",
              "write requests: " + stack.ingester().figures().writeRequests());
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(file));
    }
  }

  @Test
  void shouldMakeTheTableOfTheSampleAndWriteOnlyWhatChanges() throws Exception {
    Path sample = resource("sample.csv");
    try (DemoDirectories directories = DemoDirectories.create(null);
        DemoStack stack = stack(directories)) {
      load(stack, sample, ExitCode.OK);
      IngestFigures first = stack.ingester().figures();
      assertThat(first.storesWritten()).isEqualTo(1000);
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(sample));

      publish(stack, sample, Instant.now());
      assertThat(stack.ingester().figures())
          .isEqualTo(new IngestFigures(1000, 1000, 0, first.writeRequests()));

      Path changed = directory.resolve("changed.csv");
      Files.writeString(
          changed,
          Files.readString(sample).replace("125th & W. Center Rd.", "125th and West Center"));
      publish(stack, changed, Instant.now());
      assertThat(stack.ingester().figures())
          .isEqualTo(new IngestFigures(1001, 1999, 0, first.writeRequests() + 1));
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(changed));

      publish(stack, sample, Instant.parse("2017-02-01T00:00:00Z"));
      assertThat(stack.ingester().figures())
          .isEqualTo(new IngestFigures(1001, 1999, 1000, first.writeRequests() + 1));
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(changed));

      assertThat(get(stack, "/v1/stores/2651-53179"))
          .contains("\"storeName\":\"125th and West Center\"");
      assertThat(get(stack, "/v1/stores?country=us&state=ne&city=omaha&postcode=68144"))
          .contains("\"storeNumber\":\"2651-53179\"");
      assertThat(get(stack, "/metrics"))
          .contains("storestream_items_written_total{table=\"StarbucksLocations\"} 1001.0")
          .contains("storestream_events_total{fate=\"stale\"} 1000.0");
    }
  }

  @Test
  void shouldRejectRowsAndLoadTheRest() throws Exception {
    Path file = directory.resolve("stores.csv");
    Files.writeString(file, "Store Number,Country,City\n1,US,Omaha\n2,,Lima\n3,FR\n4,DE,\"Ulm\"\n");
    try (DemoDirectories directories = DemoDirectories.create(null);
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.INPUT_REJECTED);

      assertThat(summary.lines().limit(5))
          .containsExactly(
              "rows read: 4",
              "rows rejected: 2",
              "rows superseded: 0",
              "events published: 2",
              "stores written: 2");
      assertThat(table(stack).keySet()).containsExactly("1", "4");
      assertThat(directory.resolve("stores.csv.rejects.csv")).exists();
    }
  }

  @Test
  void shouldKeepAllDataBetweenRuns() throws Exception {
    Path file = resource("edge-cases.csv");
    try (DemoDirectories directories = DemoDirectories.create(directory.resolve("data"));
        DemoStack stack = stack(directories)) {
      load(stack, file, ExitCode.OK);
    }
    try (DemoDirectories directories = DemoDirectories.create(directory.resolve("data"));
        DemoStack stack = stack(directories)) {
      String summary = load(stack, file, ExitCode.OK);

      assertThat(summary)
          .contains("stores written: 0\nduplicates dropped: 13\nstale dropped: 0\n")
          .contains("write requests: 0\n");
      assertThat(table(stack)).isEqualTo(ExpectedTable.of(file));
    }
  }

  private static DemoStack stack(DemoDirectories directories) {
    return new DemoStack(
        FREE_PORTS, directories, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  private static String load(DemoStack stack, Path file, int expectedExitCode) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StopSignal stop = StopSignal.install();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      assertThat(new DemoRun(stack, stop, print).load(file)).isEqualTo(expectedExitCode);
    }
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static void publish(DemoStack stack, Path file, Instant asOf) {
    new StoreFilePublisher(stack.kafkaOptions(), Topics.STORE_CHANGES).publish(List.of(file), asOf);
    await().atMost(TIMEOUT).until(stack.ingester()::isCaughtUp);
  }

  /** Returns all items as they are, but for the version and its time. */
  private static Map<String, Map<String, String>> table(DemoStack stack) {
    Map<String, Map<String, String>> items = new TreeMap<>();
    stack
        .lookups()
        .reader()
        .scanPaginator(request -> request.tableName(stack.table()).consistentRead(true))
        .items()
        .subscribe(item -> items.put(text(item, "StoreNumber"), attributes(item)))
        .join();
    return items;
  }

  private static Map<String, String> attributes(Map<String, AttributeValue> item) {
    Map<String, String> attributes = new TreeMap<>();
    item.forEach(
        (name, value) -> {
          if (name.equals("Version")) {
            assertThat(value.n()).matches("[0-9]+");
          } else if (name.equals("UpdatedAt")) {
            assertThat(Instant.parse(value.s())).isBefore(Instant.now().plusSeconds(1));
          } else {
            attributes.put(name, value.s());
          }
        });
    return attributes;
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }

  private String get(DemoStack stack, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(stack.lookups().url() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private Path resource(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (InputStream in = EndToEndTest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), copy);
    }
    return copy;
  }
}
