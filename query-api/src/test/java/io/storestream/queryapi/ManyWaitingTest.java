package io.storestream.queryapi;

import static io.storestream.queryapi.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.queryapi.http.ServerLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

final class ManyWaitingTest {

  private static final int REQUESTS = ServerLimits.DEFAULT.requests();
  private static final int OTHERS = 100;

  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @Test
  void shouldAnswerOthersWhileTheMostRequestsWaitForDynamoDb() throws IOException {
    try (SlowDynamoDb slow = new SlowDynamoDb();
        DynamoDbAsyncClient client =
            DynamoDbClients.forReading(
                DynamoDbEndpoint.local(slow.endpoint()), ServeCommand.MAX_CONNECTIONS);
        TestApi api = TestApi.over("slow", new Patient(client), Limits.answerTime(AN_HOUR))) {
      // given: half of them locations, which take two calls each
      Http http = api.http();
      List<CompletableFuture<Http.Answer>> lookups =
          IntStream.range(0, REQUESTS)
              .mapToObj(i -> http.getAsync(i % 2 == 0 ? "/v1/stores/1" : "/v1/locations/US/NE"))
              .toList();
      Awaitility.await().atMost(A_MINUTE).until(() -> slow.waiting() == REQUESTS * 3 / 2);

      // when, then
      for (int i = 0; i < OTHERS; i++) {
        assertThat(http.get("/health/live")).isEqualTo(json("{\"status\":\"UP\"}"));
        assertThat(http.get("/metrics").body())
            .contains("http_server_requests_active %d.0\n".formatted(REQUESTS + 1));
      }
      assertThat(http.get("/v1/stores/1").status()).isEqualTo(503);
      assertThat(lookups).noneMatch(CompletableFuture::isDone);

      // when
      slow.answer();

      // then
      assertThat(lookups)
          .allSatisfy(
              lookup ->
                  assertThat(lookup)
                      .succeedsWithin(A_MINUTE)
                      .extracting(Http.Answer::status)
                      .isEqualTo(200));
    }
  }

  /** Gives calls all the time that they need, so that none is tried again. */
  private record Patient(DynamoDbAsyncClient client) implements DynamoDbAsyncClient {

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
      return client.getItem(
          request.toBuilder().overrideConfiguration(Patient::withoutLimits).build());
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
      return client.query(
          request.toBuilder().overrideConfiguration(Patient::withoutLimits).build());
    }

    private static void withoutLimits(AwsRequestOverrideConfiguration.Builder config) {
      config.apiCallTimeout(AN_HOUR).apiCallAttemptTimeout(AN_HOUR);
    }

    @Override
    public String serviceName() {
      return client.serviceName();
    }

    @Override
    public void close() {}
  }
}
