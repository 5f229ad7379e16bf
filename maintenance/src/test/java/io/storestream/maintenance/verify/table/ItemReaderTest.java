package io.storestream.maintenance.verify.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class ItemReaderTest {

  private final StopSignal stop = StopSignal.install();

  @AfterEach
  void close() {
    stop.close();
  }

  @Test
  void shouldAskAgainForWhatWasNotProcessed() {
    Scripted dynamoDb = new Scripted(40);
    List<String> numbers = IntStream.range(0, 130).mapToObj(Integer::toString).toList();

    Map<String, Map<String, AttributeValue>> items =
        new ItemReader(dynamoDb, "stores", stop).read(numbers);

    assertThat(items.keySet()).containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(dynamoDb.requested).containsExactly(100, 30, 60, 20);
  }

  @Test
  void shouldStopWhileNothingIsProcessed() {
    Scripted dynamoDb = new Scripted(0);
    stop.request();

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> new ItemReader(dynamoDb, "stores", stop).read(List.of("1")))
        .withMessage("stopped while reading table stores");
  }

  @Test
  void shouldSayWhatToDoAboutThrottles() {
    DynamoDbAsyncClient dynamoDb =
        new Scripted(0) {
          @Override
          public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
            return CompletableFuture.failedFuture(
                ProvisionedThroughputExceededException.builder()
                    .awsErrorDetails(
                        AwsErrorDetails.builder()
                            .errorCode("ProvisionedThroughputExceededException")
                            .errorMessage("slow down")
                            .build())
                    .build());
          }
        };

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> new ItemReader(dynamoDb, "stores", stop).read(List.of("1")))
        .withMessageStartingWith("table stores can't be used: slow down")
        .withMessageEndingWith("; it throttles: raise its capacity, or use fewer --segments");
  }

  /** Processes a fixed number of keys of each request, and has all items. */
  private static class Scripted implements DynamoDbAsyncClient {
    private final int processed;
    private final List<Integer> requested = new ArrayList<>();

    Scripted(int processed) {
      this.processed = processed;
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
      KeysAndAttributes asked = request.requestItems().values().iterator().next();
      assertThat(asked.consistentRead()).isTrue();
      requested.add(asked.keys().size());
      int enough = Math.min(processed, asked.keys().size());
      BatchGetItemResponse.Builder answer =
          BatchGetItemResponse.builder()
              .responses(Map.of("stores", asked.keys().subList(0, enough)));
      if (enough < asked.keys().size()) {
        answer.unprocessedKeys(
            Map.of(
                "stores",
                KeysAndAttributes.builder()
                    .keys(asked.keys().subList(enough, asked.keys().size()))
                    .build()));
      }
      return CompletableFuture.completedFuture(answer.build());
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }
}
