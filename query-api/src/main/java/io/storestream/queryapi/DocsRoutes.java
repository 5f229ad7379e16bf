package io.storestream.queryapi;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** The contract, and a page to read and try it. Nothing is loaded from elsewhere. Thread-safe. */
final class DocsRoutes {

  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_PROPERTIES =
      "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /**
   * A file that is served as it is.
   *
   * @param resource where it is on the class path
   */
  record Asset(String path, String contentType, String resource) {}

  /** Returns the files: the contract first, then the page and what it needs. */
  static List<Asset> assets() {
    String swaggerUi = WEBJAR + swaggerUiVersion() + "/";
    return List.of(
        new Asset("/openapi.yaml", "application/yaml", "/openapi.yaml"),
        new Asset("/docs", "text/html; charset=utf-8", "/docs/index.html"),
        new Asset("/docs/initializer.js", "text/javascript; charset=utf-8", "/docs/initializer.js"),
        new Asset(
            "/docs/swagger-ui-bundle.js",
            "text/javascript; charset=utf-8",
            swaggerUi + "swagger-ui-bundle.js"),
        new Asset("/docs/swagger-ui.css", "text/css; charset=utf-8", swaggerUi + "swagger-ui.css"),
        new Asset("/docs/favicon.png", "image/png", swaggerUi + "favicon-32x32.png"));
  }

  private DocsRoutes() {}

  /** Answers with a file. */
  static void send(Context ctx, Asset asset) {
    Parameters.parse(ctx.queryString(), Set.of());
    Replies.send(ctx, asset.contentType(), read(asset.resource()));
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
