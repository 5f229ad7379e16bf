package io.storestream.queryapi.query;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.TestApi;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadsTest {

  private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
  private final TestApi api = TestApi.over("recorded", dynamoDb);

  @BeforeEach
  void forget() {
    dynamoDb.requests.clear();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({"'', false", "?consistent=false, false", "?consistent=true, true"})
  void shouldReadAsTheClientAsks(String query, boolean consistent) {
    // when
    assertThat(api.http().get("/v1/stores/1" + query).status()).isEqualTo(404);
    // then
    assertThat(dynamoDb.requests)
        .singleElement()
        .extracting(GetItemRequest::consistentRead)
        .isEqualTo(consistent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "True", "1", "yes"})
  void shouldRefuseWhatIsNeitherTrueNorFalse(String value) {
    assertThat(api.http().get("/v1/stores/1?consistent=" + value))
        .isEqualTo(
            problem(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                    + "\"detail\":\"consistent must be true or false\","
                    + "\"instance\":\"/v1/stores/1\",\"parameter\":\"consistent\"}"));
    assertThat(dynamoDb.requests).isEmpty();
  }

  @Test
  void shouldCountALocationByOneRead() {
    // when
    assertThat(api.http().get("/v1/stores/count?country=us&state=NE&city=Omaha").status())
        .isEqualTo(200);
    // then
    assertThat(dynamoDb.requests)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.tableName()).isEqualTo("recordedCounts");
              assertThat(request.key().toString())
                  .contains("Parent=AttributeValue(S=US#NE)")
                  .contains("Name=AttributeValue(S=OMAHA)");
            });
  }

  private static final class RecordingDynamoDb implements DynamoDbAsyncClient {

    final List<GetItemRequest> requests = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
      requests.add(request);
      return CompletableFuture.completedFuture(GetItemResponse.builder().build());
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
