package io.storestream.queryapi;

import static io.storestream.queryapi.Http.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.table.DynamoDbClients;
import io.storestream.table.DynamoDbEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

final class ManyWaitingTest {

  private static final int REQUESTS = 500;

  @Test
  void shouldAnswerOthersWhileManyWaitForDynamoDb() throws IOException {
    try (SlowDynamoDb slow = new SlowDynamoDb();
        DynamoDbAsyncClient client =
            DynamoDbClients.forReading(
                DynamoDbEndpoint.local(slow.endpoint()), ServeCommand.MAX_CONNECTIONS);
        TestApi api = TestApi.over("slow", client)) {
      // given
      Http http = api.http();
      List<CompletableFuture<Http.Answer>> lookups =
          Stream.generate(() -> http.getAsync("/v1/stores/1")).limit(REQUESTS).toList();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> slow.waiting() >= REQUESTS);

      // when
      Http.Answer health = http.get("/health/live");

      // then
      assertThat(health).isEqualTo(json("{\"status\":\"UP\"}"));
      assertThat(lookups).noneMatch(CompletableFuture::isDone);
      assertThat(http.get("/metrics").body()).contains("http_server_requests_active 501.0\n");

      // when
      slow.answer();

      // then
      assertThat(lookups)
          .allSatisfy(
              lookup ->
                  assertThat(lookup)
                      .succeedsWithin(Duration.ofSeconds(30))
                      .isEqualTo(json("{\"storeNumber\":\"1\",\"country\":\"US\"}")));
    }
  }
}
