package io.storestream.testing.deploy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.http.Request;
import io.storestream.testing.deploy.cloudformation.CloudFormationTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Forwards requests to a DynamoDB and records the permission that each one needs. Thread-safe; its
 * threads keep the JVM alive until it is closed.
 */
final class RecordingProxy implements AutoCloseable {

  private static final int THREADS = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The operation that executes statements, and the permissions of the statements. */
  static final String STATEMENTS = "BatchExecuteStatement";

  static final String INSERT = "PartiQLInsert";
  static final String UPDATE = "PartiQLUpdate";

  private static final Pattern STATEMENT = Pattern.compile("(INSERT INTO|UPDATE) \"([^\"]+)\"");

  private final WireMockServer server =
      new WireMockServer(
          wireMockConfig()
              .bindAddress("127.0.0.1")
              .dynamicPort()
              .containerThreads(THREADS)
              .http2PlainDisabled(true)
              .gzipDisabled(true)
              .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
              .disableRequestJournal()
              .stubRequestLoggingDisabled(true));
  private final Set<Permission> recorded = new ConcurrentSkipListSet<>();

  private RecordingProxy() {}

  /** Starts on a free port. */
  static RecordingProxy start(URI dynamoDb) {
    RecordingProxy proxy = new RecordingProxy();
    proxy.server.addMockServiceRequestListener((request, response) -> proxy.record(request));
    proxy.server.start();
    proxy.server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(dynamoDb.toString())));
    return proxy;
  }

  /** Returns the endpoint for clients. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Returns the permissions recorded since the last call. */
  Set<Permission> take() {
    Set<Permission> taken = Set.copyOf(recorded);
    recorded.clear();
    return taken;
  }

  private void record(Request request) {
    if (!request.getHeader("Authorization").contains("Credential=" + FakeSts.ACCESS_KEY_ID)) {
      throw new IllegalArgumentException("not signed by the role: " + request);
    }
    // The header is, for instance, DynamoDB_20120810.GetItem.
    String target = request.getHeader("X-Amz-Target");
    String operation = target.substring(target.indexOf('.') + 1);
    JsonNode body = json(request.getBodyAsString());
    if (operation.equals(STATEMENTS)) {
      body.path("Statements").forEach(it -> recordStatement(it.path("Statement").asText()));
    } else {
      resources(body).forEach(it -> record(operation, it));
    }
  }

  /** Each statement needs a permission; the request itself needs none. */
  private void recordStatement(String text) {
    Matcher statement = STATEMENT.matcher(text);
    if (!statement.lookingAt()) {
      throw new IllegalArgumentException("unknown statement: " + text);
    }
    record(statement.group(1).startsWith("INSERT") ? INSERT : UPDATE, statement.group(2));
  }

  private void record(String action, String resource) {
    recorded.add(new Permission("dynamodb:" + action, CloudFormationTemplate.tableArn(resource)));
  }

  /** Returns the tables of a request, or the index if it queries one. */
  private static List<String> resources(JsonNode json) {
    JsonNode batch = json.path("RequestItems");
    if (batch.isObject()) {
      List<String> tables = new ArrayList<>();
      batch.fieldNames().forEachRemaining(tables::add);
      return tables;
    }
    String table = json.path("TableName").asText();
    JsonNode index = json.path("IndexName");
    return List.of(index.isTextual() ? table + "/index/" + index.asText() : table);
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
