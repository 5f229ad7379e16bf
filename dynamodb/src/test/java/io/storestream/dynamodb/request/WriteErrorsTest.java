package io.storestream.dynamodb.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.FakeDynamoDb;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;

class WriteErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "ProvisionedThroughputExceededException, 400, Throttled",
    "ThrottlingException, 400, Throttled",
    "RequestLimitExceeded, 400, Throttled",
    "InternalServerError, 500, Unavailable",
    "ServiceUnavailable, 503, Unavailable",
    "ResourceNotFoundException, 400, Unavailable",
    "AccessDeniedException, 400, Unavailable",
    "ExpiredTokenException, 400, Unavailable",
    "UnrecognizedClientException, 400, Unavailable",
    "SomethingOfTomorrow, 400, Unavailable",
    "ValidationException, 400, Rejected",
    "ItemCollectionSizeLimitExceededException, 400, Rejected",
  })
  void shouldTellWhatMayPassFromWhatNeverWill(String code, int status, String expected) {
    WriteResult result =
        WriteErrors.classify(new CompletionException(FakeDynamoDb.error(code, status)));

    assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void shouldKeepWhatNobodyAnswered() {
    assertThat(WriteErrors.classify(SdkClientException.create("connection reset")))
        .isEqualTo(new WriteResult.Unavailable("SdkClientException: connection reset"));
    assertThat(WriteErrors.classify(ApiCallAttemptTimeoutException.create(5000)))
        .isInstanceOf(WriteResult.TimedOut.class);
    assertThat(WriteErrors.classify(new TimeoutException("late")))
        .isEqualTo(new WriteResult.Unavailable("TimeoutException: late"));
  }

  @ParameterizedTest
  @CsvSource({
    "PROVISIONED_THROUGHPUT_EXCEEDED, Throttled",
    "THROTTLING_ERROR, Throttled",
    "REQUEST_LIMIT_EXCEEDED, Throttled",
    "INTERNAL_SERVER_ERROR, Unavailable",
    "TRANSACTION_CONFLICT, Unavailable",
    "RESOURCE_NOT_FOUND, Unavailable",
    "ACCESS_DENIED, Unavailable",
    "UNKNOWN_TO_SDK_VERSION, Unavailable",
    "VALIDATION_ERROR, Rejected",
    "ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, Rejected",
  })
  void shouldTellWhatMayPassFromWhatNeverWillInAStatement(
      BatchStatementErrorCodeEnum code, String expected) {
    WriteResult result = WriteErrors.classify(FakeDynamoDb.error(code));

    assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
  }
}
