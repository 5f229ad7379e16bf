package io.storestream.dynamodb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;

class DynamoDbClientsTest {

  /** AWS_ERROR_HTTP_STREAM_CANCELLED. */
  private static final int CANCELLED = 2095;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unable to load region from any of the providers in the chain a.b.Chain@486be205: [c@1: x, d@2: y]"
            + " | Unable to load region from any of the SDK's providers",
        "Unable to load credentials from any of the providers in the chain Chain(providers=[c(), d()]) : [c(): x]"
            + " | Unable to load credentials from any of the SDK's providers",
        "connection refused (SDK Attempt Count: 3) | connection refused (SDK Attempt Count: 3)",
      })
  void shouldSayWhatIsMissingAndNotWhoWasAsked(String message, String words) {
    assertThat(DynamoDbClients.firstWords(SdkClientException.create(message))).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8000", "localhost", "http:/localhost", "http://a b"})
  void shouldSayHowAnEndpointIsWritten(String value) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> DynamoDbClients.requireUrl("AWS_ENDPOINT_URL_DYNAMODB", value))
        .withMessage("AWS_ENDPOINT_URL_DYNAMODB must be like http://localhost:8000, not " + value);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "http://localhost:8000", "https://dynamodb.eu-west-1.amazonaws.com"})
  void shouldTakeAnEndpointThatIsUrlOrNone(@Nullable String value) {
    assertThatCode(() -> DynamoDbClients.requireUrl("AWS_ENDPOINT_URL", value))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRetryWhatACancelledAttemptReportsLate() {
    RetryStrategy retries = DynamoDbClients.standardRetries().build();
    RetryToken token =
        retries.acquireInitialToken(AcquireInitialTokenRequest.create("table")).token();
    SdkClientException late = SdkClientException.create("late", new HttpException(CANCELLED));

    assertThatCode(
            () ->
                retries.refreshRetryToken(
                    RefreshRetryTokenRequest.builder().token(token).failure(late).build()))
        .doesNotThrowAnyException();
  }
}
