package io.storestream.dynamodb.client;

import static software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR;

import io.storestream.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientAsyncConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/**
 * Clients for DynamoDB. All use the HTTP client of the AWS CRT, which sends the most small requests
 * per CPU second. They work until they are closed, also while the JVM shuts down.
 */
public final class DynamoDbClients {

  private static final Duration READ_ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

  /** From then on a write is sent again. An earlier one that arrives late loses by its version. */
  private static final Duration WRITE_ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration BULK_ATTEMPT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration BULK_TIMEOUT = Duration.ofMinutes(5);
  private static final int BULK_ATTEMPTS = 15;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private static final List<String> ENDPOINT_VARIABLES =
      List.of("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL");

  private DynamoDbClients() {}

  /**
   * Returns a client that retries by the SDK's standard rules, within 15 s.
   *
   * @param maxConcurrency maximum number of connections
   * @throws CommandFailedException if the environment names no region
   */
  public static DynamoDbAsyncClient forReading(DynamoDbEndpoint endpoint, int maxConcurrency) {
    return client(
        endpoint,
        maxConcurrency,
        config ->
            config
                .apiCallAttemptTimeout(READ_ATTEMPT_TIMEOUT)
                .apiCallTimeout(READ_TIMEOUT)
                .retryStrategy(standardRetries().build()));
  }

  /**
   * Returns a client for work on a whole table. It retries each request for five minutes, with the
   * SDK's growing pauses, so it survives throttling and short outages.
   *
   * @param maxConcurrency maximum number of connections
   * @throws CommandFailedException if the environment names no region
   */
  public static DynamoDbAsyncClient forBulk(DynamoDbEndpoint endpoint, int maxConcurrency) {
    return client(
        endpoint,
        maxConcurrency,
        config ->
            config
                .apiCallAttemptTimeout(BULK_ATTEMPT_TIMEOUT)
                .apiCallTimeout(BULK_TIMEOUT)
                .retryStrategy(
                    standardRetries()
                        .maxAttempts(BULK_ATTEMPTS)
                        // The circuit breaker would give up early on a table that throttles every
                        // second request.
                        .circuitBreakerEnabled(false)
                        .build()));
  }

  /**
   * Returns a client that makes one attempt, so that the caller handles every throttled request.
   * Its answers are handled on the threads of the HTTP client, which saves one change of threads
   * for each: the handler must be brief, and must not wait for I/O.
   *
   * @param maxConcurrency maximum number of connections
   * @throws CommandFailedException if the environment names no region
   */
  public static DynamoDbAsyncClient forWriting(DynamoDbEndpoint endpoint, int maxConcurrency) {
    return client(
        endpoint,
        maxConcurrency,
        config ->
            config
                .apiCallAttemptTimeout(WRITE_ATTEMPT_TIMEOUT)
                .retryStrategy(AwsRetryStrategy.doNotRetry()),
        async -> async.advancedOption(FUTURE_COMPLETION_EXECUTOR, Runnable::run));
  }

  /**
   * An attempt that is cancelled at its timeout may report so when the next has begun, and the SDK
   * takes it for an error of the next, one that it does not retry.
   */
  static StandardRetryStrategy.Builder standardRetries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .retryOnExceptionOrCauseInstanceOf(HttpException.class);
  }

  private static DynamoDbAsyncClient client(
      DynamoDbEndpoint endpoint,
      int maxConcurrency,
      Consumer<ClientOverrideConfiguration.Builder> overrides) {
    return client(endpoint, maxConcurrency, overrides, async -> {});
  }

  private static DynamoDbAsyncClient client(
      DynamoDbEndpoint endpoint,
      int maxConcurrency,
      Consumer<ClientOverrideConfiguration.Builder> overrides,
      Consumer<ClientAsyncConfiguration.Builder> asynchronously) {
    DynamoDbAsyncClientBuilder builder =
        DynamoDbAsyncClient.builder()
            .asyncConfiguration(asynchronously)
            .overrideConfiguration(
                overrides.andThen(it -> it.addExecutionInterceptor(new EncodedBody())))
            .httpClientBuilder(
                LastingHttpClient.builder(
                    AwsCrtAsyncHttpClient.builder()
                        .maxConcurrency(maxConcurrency)
                        .connectionTimeout(CONNECT_TIMEOUT)));
    URI local = endpoint.local();
    if (local == null) {
      ENDPOINT_VARIABLES.forEach(it -> requireUrl(it, System.getenv(it)));
    } else {
      builder
          .endpointOverride(local)
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new CommandFailedException(
          ("can't set up DynamoDB: %s; set AWS_REGION and credentials; an emulator accepts any, and also"
                  + " needs AWS_ENDPOINT_URL_DYNAMODB")
              .formatted(firstWords(e)),
          e);
    }
  }

  /** The SDK accepts {@code localhost:8000} and fails at the first request with a stack trace. */
  static void requireUrl(String variable, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return;
    }
    try {
      if (new URI(value).getHost() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    throw new CommandFailedException(
        "%s must be like http://localhost:8000, not %s".formatted(variable, value));
  }

  /** Removes the list of attempted sources for a region or credentials, a page of class names. */
  public static String firstWords(SdkException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Unable to load ")
        ? message.split(" in the chain ", 2)[0].replace(" any of the", " any of the SDK's")
        : message;
  }
}
