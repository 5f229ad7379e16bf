package io.storestream.dynamodb.client;

import io.storestream.cli.CommandFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The HTTP client of the AWS CRT, working until it is closed. Without a hold on it the CRT delivers
 * no response once the JVM has begun to shut down, so requests in flight at a SIGTERM would never
 * complete (issue 561 of awslabs/aws-crt-java). Thread-safe.
 */
final class LastingHttpClient implements SdkAsyncHttpClient {

  private final SdkAsyncHttpClient client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LastingHttpClient(SdkAsyncHttpClient client) {
    this.client = client;
  }

  /**
   * Returns a builder for {@link software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient}s,
   * which close what they build.
   */
  static Builder builder(AwsCrtAsyncHttpClient.Builder client) {
    return new Builder(client);
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    return client.execute(request);
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      client.close();
      CRT.releaseShutdownRef();
    }
  }

  static final class Builder implements SdkAsyncHttpClient.Builder<Builder> {

    private final AwsCrtAsyncHttpClient.Builder client;

    private Builder(AwsCrtAsyncHttpClient.Builder client) {
      this.client = client;
    }

    /**
     * {@inheritDoc}
     *
     * @throws CommandFailedException if the JVM has begun to shut down
     */
    @Override
    public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
      try {
        CRT.acquireShutdownRef();
      } catch (CrtRuntimeException e) {
        throw new CommandFailedException("stopped before it could connect to DynamoDB", e);
      }
      return new LastingHttpClient(client.buildWithDefaults(defaults));
    }
  }
}
