package io.storestream.queryapi.query;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.TestApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadsTest {

  private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
  private final TestApi api = TestApi.over("recorded", dynamoDb);

  @BeforeEach
  void forget() {
    dynamoDb.requests.clear();
    dynamoDb.queries.clear();
    dynamoDb.counts.clear();
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
    // given
    dynamoDb.counts.add("OMAHA");
    // when
    assertThat(api.http().get("/v1/stores/count?country=us&state=NE&city=Omaha").status())
        .isEqualTo(200);
    // then
    assertThat(dynamoDb.queries).isEmpty();
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

  @ParameterizedTest
  @CsvSource({
    "US NE, OMAHA NE, US#NE",
    "US, OMAHA NE US, US",
    "'', OMAHA NE US, *",
  })
  void shouldReadAnItemALevelAndTheNamesThatExistForAnUnknownLocation(
      String existing, String items, String parent) {
    // given
    dynamoDb.counts.addAll(List.of(existing.split(" ")));
    // when
    assertThat(api.http().get("/v1/stores/count?country=us&state=NE&city=Omaha").status())
        .isEqualTo(404);
    // then
    assertThat(dynamoDb.requests)
        .extracting(request -> Objects.requireNonNull(request.key().get("Name")).s())
        .containsExactly(items.split(" "));
    assertThat(dynamoDb.queries)
        .singleElement()
        .satisfies(
            query -> {
              assertThat(query.tableName()).isEqualTo("recordedCounts");
              assertThat(query.expressionAttributeValues())
                  .isEqualTo(Map.of(":parent", AttributeValue.fromS(parent)));
            });
  }

  /** Has one store at each location with one of the given names, and no other store. */
  private static final class RecordingDynamoDb implements DynamoDbAsyncClient {

    final List<GetItemRequest> requests = new CopyOnWriteArrayList<>();
    final List<QueryRequest> queries = new CopyOnWriteArrayList<>();
    final Set<String> counts = new CopyOnWriteArraySet<>();

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
      requests.add(request);
      GetItemResponse.Builder response = GetItemResponse.builder();
      AttributeValue name = request.key().get("Name");
      if (name != null && counts.contains(name.s())) {
        Map<String, AttributeValue> item = new HashMap<>(request.key());
        item.put("Count", AttributeValue.fromN("1"));
        item.put("Version", AttributeValue.fromN("1"));
        response.item(item);
      }
      return CompletableFuture.completedFuture(response.build());
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
      queries.add(request);
      return CompletableFuture.completedFuture(QueryResponse.builder().build());
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
