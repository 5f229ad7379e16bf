package io.storestream.queryapi.query;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Runs a query over all pages of DynamoDB, one after the other.
 *
 * <p>It stops after the last page, as soon as no more is wanted, or when its future was completed
 * from outside, as by a timeout. The SDK's paginators would read on to the last page.
 */
final class PagedQuery<R> {

  private final CompletableFuture<R> future = new CompletableFuture<>();
  private final DynamoDbAsyncClient dynamoDb;
  private final Predicate<QueryResponse> wantsMore;
  private final Supplier<R> result;

  private PagedQuery(
      DynamoDbAsyncClient dynamoDb, Predicate<QueryResponse> wantsMore, Supplier<R> result) {
    this.dynamoDb = dynamoDb;
    this.wantsMore = wantsMore;
    this.result = result;
  }

  /**
   * Starts the query.
   *
   * @param wantsMore takes a page and returns whether another one is wanted; its exceptions fail
   *     the future
   * @param result returns the result after the last page
   */
  static <R> CompletableFuture<R> run(
      DynamoDbAsyncClient dynamoDb,
      QueryRequest request,
      Predicate<QueryResponse> wantsMore,
      Supplier<R> result) {
    PagedQuery<R> query = new PagedQuery<>(dynamoDb, wantsMore, result);
    query.ask(request);
    return query.future;
  }

  private void ask(QueryRequest request) {
    CompletableFuture<Void> unused =
        dynamoDb
            .query(request)
            .handle(
                (page, failure) -> {
                  proceed(request, page, failure);
                  return null;
                });
  }

  private void proceed(
      QueryRequest request, @Nullable QueryResponse page, @Nullable Throwable failure) {
    if (page == null) {
      future.completeExceptionally(
          failure == null ? new IllegalStateException("no response") : failure);
    } else if (!future.isDone()) {
      try {
        if (wantsMore.test(page) && !page.lastEvaluatedKey().isEmpty()) {
          ask(request.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
        } else {
          future.complete(result.get());
        }
      } catch (RuntimeException | Error e) {
        future.completeExceptionally(e);
      }
    }
  }
}
