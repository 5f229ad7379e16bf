package io.storestream.queryapi.query;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A query with all the pages that DynamoDB makes of its answer, asked for one after the other.
 *
 * <p>It ends with the last one, or as soon as enough was seen, or when its future has been
 * completed by somebody else, as by a time-out: nobody waits for the rest then. The SDK's
 * paginators would go on to their last page, however many there are.
 */
final class PagedQuery<R> {

  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final DynamoDbAsyncClient dynamoDb;
  private final Predicate<QueryResponse> wantsMore;
  private final Supplier<R> made;

  private PagedQuery(
      DynamoDbAsyncClient dynamoDb, Predicate<QueryResponse> wantsMore, Supplier<R> made) {
    this.dynamoDb = dynamoDb;
    this.wantsMore = wantsMore;
    this.made = made;
  }

  /**
   * Asks.
   *
   * @param wantsMore takes a page, and says whether another one is wanted; what it throws fails the
   *     future
   * @param made says what came of the pages, after the last one
   */
  static <R> CompletableFuture<R> run(
      DynamoDbAsyncClient dynamoDb,
      QueryRequest request,
      Predicate<QueryResponse> wantsMore,
      Supplier<R> made) {
    PagedQuery<R> query = new PagedQuery<>(dynamoDb, wantsMore, made);
    query.ask(request);
    return query.result;
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
      result.completeExceptionally(
          failure == null ? new IllegalStateException("no answer") : failure);
    } else if (!result.isDone()) {
      try {
        if (wantsMore.test(page) && !page.lastEvaluatedKey().isEmpty()) {
          ask(request.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
        } else {
          result.complete(made.get());
        }
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }
  }
}
