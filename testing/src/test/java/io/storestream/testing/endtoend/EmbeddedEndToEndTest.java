package io.storestream.testing.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suite on servers inside this JVM, and what does not depend on the servers. */
class EmbeddedEndToEndTest extends EndToEndSuite {

  @Override
  Backends startBackends() {
    return EmbeddedBackends.start();
  }

  @Test
  void shouldMakeTheTableAndTheCountsThatTheFileSays() throws IOException {
    Path file = resource("edge-cases.csv");
    try (Backends backends = startBackends();
        WholePath path = new WholePath(backends, directory.resolve("state"))) {
      path.load(file, Instant.now());

      requireWhatTheFileSays(path, file);
    }
  }

  /** In the table, in the topic and over HTTP, with the time of an event and with that of a run. */
  @Test
  void shouldCarryNanosecondsUnchanged() throws IOException {
    Path changes =
        Files.writeString(
            directory.resolve("changes.ndjson"),
            """
            {"type":"UPSERT","storeNumber":"1","updatedAt":"2026-11-20T10:00:00.123456789Z",\
            "store":{"country":"FR","storeName":"newer"}}
            {"type":"UPSERT","storeNumber":"1","updatedAt":"2026-11-20T10:00:00.123456788Z",\
            "store":{"country":"FR","storeName":"older"}}
            {"type":"DELETE","storeNumber":"1","updatedAt":"2026-11-20T10:00:00.123456788Z"}
            {"type":"UPSERT","storeNumber":"2","updatedAt":"2026-11-20T10:00:00.123456788Z",\
            "store":{"country":"FR","storeName":"open"}}
            {"type":"DELETE","storeNumber":"2","updatedAt":"2026-11-20T10:00:00.123456789Z"}
            {"type":"UPSERT","storeNumber":"3","store":{"country":"FR"}}
            """);
    try (Backends backends = startBackends();
        WholePath path = new WholePath(backends, directory.resolve("state"))) {
      path.load(changes, Instant.parse("2017-02-01T00:00:00.987654321Z"));

      assertThat(path.versionsInTable())
          .isEqualTo(
              Map.of(
                  "1", "1795168800123456789000000 2026-11-20T10:00:00.123456789Z",
                  "2", "1795168800123456789000000 2026-11-20T10:00:00.123456789Z",
                  "3", "1485907200987654321000000 2017-02-01T00:00:00.987654321Z"));
      assertThat(path.versionsInTopic())
          .isEqualTo(
              Map.of(
                  "1", List.of("1795168800123456789000000"),
                  "2", List.of("1795168800123456788000000", "1795168800123456789000000"),
                  "3", List.of("1485907200987654321000000")));
      assertThat(path.get("/v1/stores/1"))
          .isEqualTo(
              "{\"storeNumber\":\"1\",\"storeName\":\"newer\",\"country\":\"FR\","
                  + "\"updatedAt\":\"2026-11-20T10:00:00.123456789Z\"}");
      assertThat(path.get("/v1/stores?country=FR&format=ndjson").lines())
          .containsExactlyInAnyOrder(
              path.get("/v1/stores/1"),
              "{\"storeNumber\":\"3\",\"country\":\"FR\","
                  + "\"updatedAt\":\"2017-02-01T00:00:00.987654321Z\"}");
    }
  }
}
