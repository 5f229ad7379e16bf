package io.storestream.benchmarks.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.avro.Schema;

/** Answers requests for schemas by their IDs, as a schema registry does. */
final class RegistryStandIn implements AutoCloseable {

  private final HttpServer server;

  private RegistryStandIn(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts on a free port of the loopback interface.
   *
   * @param schemas the ID of each is its place in the list
   */
  static RegistryStandIn start(List<Schema> schemas) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema registry can't listen", e);
    }
    for (int id = 0; id < schemas.size(); id++) {
      byte[] answer =
          new JsonMapper()
              .createObjectNode()
              .put("schema", schemas.get(id).toString())
              .toString()
              .getBytes(UTF_8);
      server.createContext(
          "/schemas/ids/" + id,
          exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
    }
    server.start();
    return new RegistryStandIn(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
