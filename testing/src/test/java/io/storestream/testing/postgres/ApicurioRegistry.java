package io.storestream.testing.postgres;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests by which Apicurio's converters register schemas, and the one by which {@code ingest}
 * asks for them, on a free port. Thread-safe.
 */
final class ApicurioRegistry implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();

  private ApicurioRegistry(HttpServer server) {
    this.server = server;
  }

  static ApicurioRegistry start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ApicurioRegistry registry = new ApicurioRegistry(server);
    server.createContext("/apis/registry/v2/", registry::register);
    server.createContext("/apis/ccompat/v7/schemas/ids/", registry::answer);
    server.start();
    return registry;
  }

  /** Returns the settings by which a connector writes keys and values in Avro. */
  Map<String, String> converterSettings() {
    Map<String, String> settings = new HashMap<>();
    for (String converter : List.of("key.converter", "value.converter")) {
      settings.put(converter, "io.apicurio.registry.utils.converter.AvroConverter");
      settings.put(converter + ".apicurio.registry.url", url("/apis/registry/v2"));
      settings.put(converter + ".apicurio.registry.auto-register", "true");
      settings.put(converter + ".apicurio.registry.headers.enabled", "false");
      settings.put(
          converter + ".apicurio.registry.id-handler",
          "io.apicurio.registry.serde.Legacy4ByteIdHandler");
    }
    return settings;
  }

  /** Returns the URL for {@code --schema-registry}. */
  URI compatibleUrl() {
    return URI.create(url("/apis/ccompat/v7"));
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private void register(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int id = idOf(body);
    String artifact = exchange.getRequestHeaders().getFirst("X-Registry-ArtifactId");
    ObjectNode answer =
        JSON.createObjectNode()
            .put("id", artifact)
            .put("groupId", "default")
            .put("version", "1")
            .put("type", "AVRO")
            .put("globalId", id)
            .put("contentId", id);
    send(exchange, 200, answer.toString());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String schema = schema(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
    send(exchange, 200, JSON.createObjectNode().put("schema", schema).toString());
  }

  private synchronized int idOf(String schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  private synchronized String schema(int id) {
    return schemas.get(id - 1);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
