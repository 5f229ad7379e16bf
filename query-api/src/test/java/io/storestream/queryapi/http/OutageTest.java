package io.storestream.queryapi.http;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.ScriptedDynamoDb;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageTest {

  private final ScriptedDynamoDb scripted = new ScriptedDynamoDb();
  private final TestApi scriptedApi = TestApi.over("scripted", scripted);

  @AfterAll
  void stop() {
    scriptedApi.close();
  }

  @ParameterizedTest
  @MethodSource
  void shouldDistinguishTemporaryFailures(Throwable failure, int status) {
    // given
    CompletableFuture<Http.Answer> answer = scriptedApi.http().getAsync("/v1/stores/1");
    Awaitility.await().until(() -> scripted.pending() == 1);

    // when
    scripted.take().completeExceptionally(failure);

    // then
    assertThat(answer.join())
        .isEqualTo(status == 503 ? unavailable("/v1/stores/1") : failed("/v1/stores/1"));
  }

  static Stream<Arguments> shouldDistinguishTemporaryFailures() {
    return Stream.of(
        Arguments.of(ProvisionedThroughputExceededException.builder().build(), 503),
        Arguments.of(RequestLimitExceededException.builder().build(), 503),
        Arguments.of(InternalServerErrorException.builder().statusCode(500).build(), 503),
        Arguments.of(ResourceNotFoundException.builder().build(), 503),
        Arguments.of(refusal("AccessDeniedException"), 503),
        Arguments.of(ApiCallTimeoutException.create(15_000), 503),
        Arguments.of(SdkClientException.create("connection refused"), 503),
        Arguments.of(refusal("ValidationException"), 500),
        Arguments.of(new IllegalStateException("secret"), 500),
        Arguments.of(new NoClassDefFoundError("secret"), 500));
  }

  @Test
  void shouldAnswerEvenWhenTheJvmFails() {
    // given
    DynamoDbAsyncClient broken =
        new DynamoDbAsyncClient() {
          @Override
          public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
            throw new NoClassDefFoundError("secret");
          }

          @Override
          public String serviceName() {
            return "dynamodb";
          }

          @Override
          public void close() {}
        };
    try (TestApi api = TestApi.over("broken", broken)) {
      // when, then
      assertThat(api.http().get("/v1/stores/1")).isEqualTo(failed("/v1/stores/1"));
    }
  }

  @Test
  void shouldSayThatItIsUnavailableWithoutTheTable() {
    try (TestApi api = TestApi.over("OutageTest")) {
      // given
      Http http = api.http();
      api.put(Stores.at("1", "US", "NE", "Omaha", null));
      assertThat(http.get("/v1/stores?country=US").status()).isEqualTo(200);

      // when
      api.dropTables();

      // then
      assertThat(http.get("/v1/stores?country=US")).isEqualTo(unavailable("/v1/stores"));
      assertThat(http.get("/v1/stores/count?country=US"))
          .isEqualTo(unavailable("/v1/stores/count"));
      HttpResponse<String> one = http.send("GET", "/v1/stores/1");
      assertThat(Http.answer(one)).isEqualTo(unavailable("/v1/stores/1"));
      assertThat(one.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void shouldSayThatItIsUnavailableWithoutDynamoDb() throws IOException {
    // given
    URI nobody = URI.create("http://127.0.0.1:" + unusedPort());
    try (DynamoDbAsyncClient dynamoDb =
            DynamoDbClients.forReading(DynamoDbEndpoint.local(nobody), 1);
        TestApi api = TestApi.over("OutageTest", dynamoDb)) {
      // when, then
      assertThat(api.http().get("/v1/stores/1")).isEqualTo(unavailable("/v1/stores/1"));
      assertThat(api.http().get("/v1/stores?country=US")).isEqualTo(unavailable("/v1/stores"));
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Throwable refusal(String code) {
    return DynamoDbException.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .statusCode(400)
        .build();
  }

  private static Http.Answer unavailable(String path) {
    return problem(
        503,
        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
            + "\"detail\":\"the table can't answer at the moment\",\"instance\":\""
            + path
            + "\"}");
  }

  private static Http.Answer failed(String path) {
    return problem(
        500,
        "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
            + "\"detail\":\"the request failed; the log says why\",\"instance\":\""
            + path
            + "\"}");
  }
}
