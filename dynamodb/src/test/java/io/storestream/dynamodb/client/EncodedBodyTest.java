package io.storestream.dynamodb.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** DynamoDB Local checks no signatures, so this test computes them as the AWS documents say. */
class EncodedBodyTest {

  private static final String BODY = "{\"Statements\":[],\"ReturnConsumedCapacity\":\"TOTAL é\"}";

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=local/(?<scope>(?<day>\\d{8})/us-east-1/dynamodb/aws4_request),"
              + " SignedHeaders=(?<headers>[^,]+), Signature=(?<signature>[0-9a-f]{64})");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Received(HttpExchange exchange, byte[] body) {

    String header(String name) {
      return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }
  }

  private final CompletableFuture<Received> received = new CompletableFuture<>();
  private Optional<HttpServer> server = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          byte[] answer = "{}".getBytes(UTF_8);
          received.complete(new Received(exchange, exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    server = Optional.of(http);
  }

  @AfterEach
  void stop() {
    server.orElseThrow().stop(0);
  }

  @Test
  void shouldSendAndSignTheBodyOfTheCaller() throws Exception {
    try (DynamoDbAsyncClient client = client()) {
      client
          .batchExecuteStatement(
              BatchExecuteStatementRequest.builder()
                  .overrideConfiguration(EncodedBody.of(BODY.getBytes(UTF_8)))
                  .build())
          .join();
    }

    Received request = received.join();
    assertThat(new String(request.body(), UTF_8)).isEqualTo(BODY);
    assertThat(request.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.BatchExecuteStatement");
    assertThat(request.header("Content-Length"))
        .isEqualTo(Integer.toString(BODY.getBytes(UTF_8).length));
    Matcher authorization = AUTHORIZATION.matcher(request.header("Authorization"));
    assertThat(authorization.matches()).isTrue();
    assertThat(authorization.group("signature")).isEqualTo(signature(request, authorization));
  }

  @Test
  void shouldLeaveOtherRequestsToTheSdk() {
    try (DynamoDbAsyncClient client = client()) {
      client.getItem(GetItemRequest.builder().tableName("table").build()).join();
    }

    assertThat(new String(received.join().body(), UTF_8)).isEqualTo("{\"TableName\":\"table\"}");
  }

  private DynamoDbAsyncClient client() {
    InetSocketAddress address = server.orElseThrow().getAddress();
    URI endpoint = URI.create("http://localhost:" + address.getPort());
    return DynamoDbClients.forWriting(DynamoDbEndpoint.local(endpoint), 1);
  }

  /** Signature Version 4, as its specification has it. */
  private static String signature(Received request, Matcher authorization)
      throws GeneralSecurityException {
    List<String> names = List.of(authorization.group("headers").split(";", -1));
    String canonicalRequest =
        "POST\n/\n\n"
            + names.stream()
                .map(name -> name + ":" + request.header(name).strip() + "\n")
                .collect(Collectors.joining())
            + "\n"
            + String.join(";", names)
            + "\n"
            + sha256(request.body());
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            request.header("X-Amz-Date"),
            authorization.group("scope"),
            sha256(canonicalRequest.getBytes(UTF_8)));
    byte[] key = "AWS4local".getBytes(UTF_8);
    for (String part : authorization.group("scope").split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
