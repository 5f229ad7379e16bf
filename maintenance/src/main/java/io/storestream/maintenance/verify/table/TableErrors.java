package io.storestream.maintenance.verify.table;

import io.storestream.cli.CommandFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Explains a failed request to the table to the user. */
public final class TableErrors {

  private TableErrors() {}

  /**
   * Waits for an answer.
   *
   * @throws CommandFailedException if there is none; its message names cause and remedy
   */
  public static <T> T await(String table, CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw failure(table, e.getCause() == null ? e : e.getCause());
    }
  }

  private static CommandFailedException failure(String table, Throwable cause) {
    String remedy =
        cause instanceof DynamoDbException answer && answer.isThrottlingException()
            ? "; it throttles: raise its capacity, or use fewer --segments"
            : "";
    return new CommandFailedException(
        "table %s can't be used: %s%s".formatted(table, cause.getMessage(), remedy), cause);
  }
}
