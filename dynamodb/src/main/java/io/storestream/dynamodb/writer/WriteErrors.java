package io.storestream.dynamodb.writer;

import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Classifies the errors of DynamoDB.
 *
 * <p>Only an error about the item itself rejects the item. Every other error, known or unknown, is
 * retryable: operators repair a missing table, denied access or expired credentials, and the outbox
 * keeps the writes until then.
 */
final class WriteErrors {

  private static final Set<String> ITEM_FAULTS =
      Set.of("ValidationException", "ItemCollectionSizeLimitExceededException");

  private WriteErrors() {}

  static WriteResult classify(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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

  private static String describe(Throwable error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
