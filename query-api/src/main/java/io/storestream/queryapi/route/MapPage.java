package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.storestream.queryapi.render.Replies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the page with the map of all stores, without any other host. Thread-safe. */
final class MapPage {

  /** The name of the path parameter of {@link #file}. */
  static final String FILE = "file";

  // No slash and no leading dot: a name leads nowhere but into the two folders.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*\\.([a-z]+)");

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  // Only files that exist are kept, so requests for others take no memory.
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /** Sends the page itself. */
  void index(Context ctx) {
    Replies.send(ctx, "text/html; charset=utf-8", read("index.html").orElseThrow());
  }

  /** Sends a script, style sheet, image or outline, or answers 404. */
  void file(Context ctx) {
    String name = ctx.pathParam(FILE);
    Matcher matcher = NAME.matcher(name);
    String contentType = matcher.matches() ? CONTENT_TYPES.get(matcher.group(1)) : null;
    if (contentType == null) {
      throw new NotFoundResponse();
    }
    Replies.send(ctx, contentType, read(name).orElseThrow(NotFoundResponse::new));
  }

  private Optional<byte[]> read(String name) {
    byte[] known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> content = resource("/map/" + name).or(() -> resource("/map/vendor/" + name));
    content.ifPresent(bytes -> files.put(name, bytes));
    return content;
  }

  private static Optional<byte[]> resource(String path) {
    try (InputStream in = MapPage.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
