package io.storestream.queryapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What a caller of the API on a port does. Every answer is validated against the contract. */
public final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final int port;

  public Http(int port) {
    this.port = port;
  }

  /** What is compared of an answer; header fields that were not sent are empty. */
  public record Answer(int status, String contentType, String body) {}

  public Answer get(String pathAndQuery) {
    return answer(send("GET", pathAndQuery));
  }

  public HttpResponse<String> send(String method, String pathAndQuery, String... headers) {
    try {
      return checked(
          pathAndQuery,
          CLIENT.send(request(method, pathAndQuery, headers), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + pathAndQuery, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<byte[]> getBytes(String pathAndQuery, String... headers) {
    try {
      HttpResponse<byte[]> response =
          CLIENT.send(request("GET", pathAndQuery, headers), BodyHandlers.ofByteArray());
      Contract.PUBLISHED.check(decoded(exchange(pathAndQuery, response, text(response))));
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(pathAndQuery, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<Answer> getAsync(String pathAndQuery) {
    return CLIENT
        .sendAsync(request("GET", pathAndQuery), BodyHandlers.ofString())
        .thenApply(response -> answer(checked(pathAndQuery, response)));
  }

  /**
   * Sends a GET whose answer is read as it comes; its head alone is validated against the contract.
   */
  public HttpResponse<InputStream> open(String pathAndQuery, String... headers) {
    try {
      HttpResponse<InputStream> response =
          CLIENT.send(request("GET", pathAndQuery, headers), BodyHandlers.ofInputStream());
      Contract.PUBLISHED.check(exchange(pathAndQuery, response, ""));
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + pathAndQuery, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the body of an answer without its encoding. */
  public static String text(HttpResponse<byte[]> response) throws IOException {
    if (!"gzip".equals(header(response, "Content-Encoding"))) {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Exchange decoded(Exchange exchange) {
    Map<String, List<String>> headers = new HashMap<>(exchange.headers());
    headers.remove("content-encoding");
    return new Exchange(
        exchange.method(), exchange.target(), exchange.status(), headers, exchange.body());
  }

  private static HttpResponse<String> checked(String target, HttpResponse<String> response) {
    Contract.PUBLISHED.check(exchange(target, response, response.body()));
    return response;
  }

  public static Exchange exchange(String target, HttpResponse<?> response, String body) {
    return new Exchange(
        response.request().method(), target, response.statusCode(), response.headers().map(), body);
  }

  private HttpRequest request(String method, String pathAndQuery, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /** Sends a GET whose target no HTTP client would send, and returns all that comes back. */
  public String getRaw(String target) {
    return exchangeRaw(
        "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** Sends bytes, one a char, and returns all that comes back until the server closes. */
  public String exchangeRaw(String request) {
    String response = exchangeTwo(request);
    Contract.PUBLISHED.check(Exchange.parse(request, response));
    return response;
  }

  /** As {@link #exchangeRaw}, but of more requests than one, so that no contract can be asked. */
  public String exchangeTwo(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(request, e);
    }
  }

  public static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  /** Returns a header field's value, or {@code null} if it was not sent. */
  public static @Nullable String header(HttpResponse<?> response, String name) {
    List<String> values = response.headers().allValues(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  public static Answer json(String body) {
    return new Answer(200, "application/json;charset=utf-8", body);
  }

  public static Answer problem(int status, String body) {
    return new Answer(status, "application/problem+json", body);
  }
}
