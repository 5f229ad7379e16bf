package io.storestream.testing.fault;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** The DynamoDB behind the proxy. Thread-safe. */
final class Upstream {

  /**
   * Headers of the connection, and the header that asks for a compressed response, which the proxy
   * could not read.
   */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI dynamoDb;
  private volatile BiConsumer<String, String> listener = (request, answer) -> {};

  Upstream(URI dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /** Passes on each write that was answered with status 200, with the body of the answer. */
  void listen(BiConsumer<String, String> next) {
    listener = next;
  }

  /**
   * Sends a request once and waits for the response.
   *
   * @throws UncheckedIOException if there is no response; DynamoDB may have executed the request
   */
  Answer forward(Request request) {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(dynamoDb).POST(BodyPublishers.ofString(request.body()));
    for (HttpHeader header : request.headers().all()) {
      if (!NOT_FORWARDED.contains(header.key().toLowerCase(Locale.ROOT))) {
        header.values().forEach(value -> forwarded.header(header.key(), value));
      }
    }
    try {
      Answer answer = Answer.of(client.send(forwarded.build(), BodyHandlers.ofString()));
      if (request.isWrite() && answer.status() == 200) {
        listener.accept(request.body(), answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }
}
