package io.storestream.dynamodb.writer;

import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The one place that decides what an error of DynamoDB means for a write.
 *
 * <p>Only what DynamoDB says of the item itself condemns the item. All else, known or not, may
 * pass: a missing table, denied access and expired credentials are mended by people, and until then
 * the outbox keeps everything.
 */
final class WriteErrors {

  private static final Set<String> ITEM_FAULTS =
      Set.of("ValidationException", "ItemCollectionSizeLimitExceededException");

  private WriteErrors() {}

  static WriteOutcome classify(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (!(cause instanceof DynamoDbException answer)) {
      return new WriteOutcome.Unavailable(describe(cause));
    }
    if (answer.isThrottlingException()) {
      return new WriteOutcome.Throttled(describe(cause));
    }
    AwsErrorDetails details = answer.awsErrorDetails();
    boolean itemFault = details != null && ITEM_FAULTS.contains(details.errorCode());
    return itemFault
        ? new WriteOutcome.Rejected(describe(cause))
        : new WriteOutcome.Unavailable(describe(cause));
  }

  private static String describe(Throwable error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
