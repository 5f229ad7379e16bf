package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.AcceptedState;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class BatchPutTest {

  @Test
  void shouldKnowAnUnprocessedItemWhoseNumbersAreSpelledDifferently() {
    BatchPut put = new BatchPut(new RespellingDynamoDb(), "table");

    assertThat(put.write(List.of(deleted("processed"), deleted("unprocessed"))).join())
        .containsExactly(
            new WriteResult.Written(), new WriteResult.Throttled("unprocessed item of a batch"));
  }

  private static ItemWrite deleted(String storeNumber) {
    Version version = Version.firstAt(Instant.parse("2026-11-20T10:00:00Z"));
    return new ItemWrite.StoreItem(
        new AcceptedState(new VersionedStore(storeNumber, version, null), Instant.EPOCH));
  }

  /** Leaves the last item unprocessed, and writes its numbers with exponents. */
  private static final class RespellingDynamoDb implements DynamoDbAsyncClient {

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
      List<WriteRequest> puts = Objects.requireNonNull(request.requestItems().get("table"));
      Map<String, AttributeValue> item =
          new HashMap<>(puts.get(puts.size() - 1).putRequest().item());
      item.replaceAll(
          (name, value) ->
              value.n() == null
                  ? value
                  : AttributeValue.fromN(
                      new BigDecimal(value.n()).stripTrailingZeros().toString()));
      assertThat(item.get("Version")).isEqualTo(AttributeValue.fromN("1.7951688E+24"));
      WriteRequest left = WriteRequest.builder().putRequest(put -> put.item(item)).build();
      return CompletableFuture.completedFuture(
          BatchWriteItemResponse.builder()
              .unprocessedItems(Map.of("table", List.of(left)))
              .build());
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
