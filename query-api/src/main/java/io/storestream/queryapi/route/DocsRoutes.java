package io.storestream.queryapi.route;

import io.javalin.http.Handler;
import io.storestream.queryapi.render.Replies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** Serves the contract and a page to read and try it, without any other host. Thread-safe. */
final class DocsRoutes {

  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_PROPERTIES =
      "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** A file and the handler that sends it. */
  record Asset(String path, Handler handler) {}

  /** Reads the files into memory: the contract, the page, and the files that it loads. */
  static List<Asset> assets() {
    String swaggerUi = WEBJAR + swaggerUiVersion() + "/";
    return List.of(
        asset("/openapi.yaml", "application/yaml", "/openapi.yaml"),
        asset("/docs", "text/html; charset=utf-8", "/docs/index.html"),
        asset("/docs/initializer.js", "text/javascript; charset=utf-8", "/docs/initializer.js"),
        asset(
            "/docs/swagger-ui-bundle.js",
            "text/javascript; charset=utf-8",
            swaggerUi + "swagger-ui-bundle.js"),
        asset("/docs/swagger-ui.css", "text/css; charset=utf-8", swaggerUi + "swagger-ui.css"),
        asset("/docs/favicon.png", "image/png", swaggerUi + "favicon-32x32.png"));
  }

  private DocsRoutes() {}

  private static Asset asset(String path, String contentType, String resource) {
    byte[] content = read(resource);
    return new Asset(path, ctx -> Replies.send(ctx, contentType, content));
  }

  private static String swaggerUiVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR_PROPERTIES)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(WEBJAR_PROPERTIES, e);
    }
    return properties.getProperty("version");
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = DocsRoutes.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("not on the class path: " + resource);
    }
    return in;
  }
}
