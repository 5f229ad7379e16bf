package io.storestream.dynamodb.request;

import io.storestream.dynamodb.client.EncodedBody;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

/**
 * {@code BatchExecuteStatement}: up to 25 items in one request, and none of them ever replaces a
 * newer version. It is safe with other writers of the table, and when a request arrives late.
 */
public final class ConditionalStatements implements WriteOperation {

  /** DynamoDB's limit. */
  private static final int MAX_STATEMENTS = 25;

  /** Another program can have written any number; a higher one counts as this. */
  private static final BigDecimal LATEST =
      new BigDecimal(Version.firstAt(Version.MAX_UPDATED_AT).number());

  private final DynamoDbAsyncClient dynamoDb;
  private final ItemStatements statements;

  /**
   * @param statements of the table to write to
   */
  public ConditionalStatements(DynamoDbAsyncClient dynamoDb, ItemStatements statements) {
    this.dynamoDb = dynamoDb;
    this.statements = statements;
  }

  @Override
  public int maxItems() {
    return MAX_STATEMENTS;
  }

  @Override
  public CompletableFuture<Answer> write(List<Attempt> attempts) {
    return dynamoDb
        .batchExecuteStatement(
            BatchExecuteStatementRequest.builder()
                .overrideConfiguration(EncodedBody.of(statements.encode(attempts)))
                .build())
        .thenApply(response -> answer(attempts, response));
  }

  private static Answer answer(List<Attempt> attempts, BatchExecuteStatementResponse response) {
    List<BatchStatementResponse> responses = response.responses();
    if (responses.size() != attempts.size()) {
      throw new IllegalStateException(
          "%d answers to %d statements".formatted(responses.size(), attempts.size()));
    }
    List<WriteResult> results = new ArrayList<>(attempts.size());
    for (int i = 0; i < responses.size(); i++) {
      results.add(result(responses.get(i).error(), attempts.get(i).write().version()));
    }
    double units =
        response.consumedCapacity().stream()
            .filter(it -> it.capacityUnits() != null)
            .mapToDouble(it -> it.capacityUnits())
            .sum();
    return new Answer(results, units);
  }

  private static WriteResult result(@Nullable BatchStatementError error, Version version) {
    if (error == null) {
      return new WriteResult.Written();
    }
    if (error.code() == BatchStatementErrorCodeEnum.DUPLICATE_ITEM) {
      return new WriteResult.Exists();
    }
    if (error.code() == BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED) {
      return error.item().isEmpty()
          ? new WriteResult.Missing()
          : new WriteResult.Superseded(held(error.item(), version));
    }
    return WriteErrors.classify(error);
  }

  /** Returns the version in the table, at least the refused one. */
  private static Version held(Map<String, AttributeValue> item, Version refused) {
    AttributeValue version = item.get(StoresTable.VERSION);
    if (version == null || version.n() == null) {
      return refused; // another program wrote a version that is no number
    }
    BigDecimal held = new BigDecimal(version.n()).min(LATEST);
    return held.compareTo(new BigDecimal(refused.number())) > 0
        ? Version.ofNumber(held.toBigInteger())
        : refused;
  }
}
