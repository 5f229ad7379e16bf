package io.storestream.dynamodb.request;

import static java.util.Objects.requireNonNullElse;
import static software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum.UNKNOWN_TO_SDK_VERSION;

import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Classifies the errors of DynamoDB.
 *
 * <p>Only an error about the item itself rejects the item. Every other error, known or unknown, is
 * retryable: operators repair a missing table, denied access or expired credentials, and the outbox
 * keeps the writes until then.
 */
public final class WriteErrors {

  private static final Set<String> ITEM_FAULTS =
      Set.of("ValidationException", "ItemCollectionSizeLimitExceededException");

  private WriteErrors() {}

  /** Classifies the error of a whole request. */
  public static WriteResult classify(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof ApiCallAttemptTimeoutException) {
      return new WriteResult.TimedOut(describe(cause));
    }
    if (!(cause instanceof DynamoDbException answer)) {
      return new WriteResult.Unavailable(describe(cause));
    }
    if (answer.isThrottlingException()) {
      return new WriteResult.Throttled(describe(cause));
    }
    AwsErrorDetails details = answer.awsErrorDetails();
    boolean itemFault = details != null && ITEM_FAULTS.contains(details.errorCode());
    return itemFault
        ? new WriteResult.Rejected(describe(cause))
        : new WriteResult.Unavailable(describe(cause));
  }

  /** Classifies the error of one statement of a request. */
  static WriteResult classify(BatchStatementError error) {
    String reason = error.codeAsString() + ": " + error.message();
    return switch (requireNonNullElse(error.code(), UNKNOWN_TO_SDK_VERSION)) {
      case THROTTLING_ERROR, PROVISIONED_THROUGHPUT_EXCEEDED, REQUEST_LIMIT_EXCEEDED ->
          new WriteResult.Throttled(reason);
      case VALIDATION_ERROR, ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED ->
          new WriteResult.Rejected(reason);
      default -> new WriteResult.Unavailable(reason);
    };
  }

  private static String describe(Throwable error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
