package io.storestream.dynamodb.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends a body that is encoded already, in place of the one that the SDK encodes from a request. A
 * caller that sends the same texts again and again encodes them in a fraction of the time; the SDK
 * still signs and sends the request, and decodes the answer. All clients of {@link DynamoDbClients}
 * do this. Thread-safe.
 */
public final class EncodedBody implements ExecutionInterceptor {

  private static final ExecutionAttribute<byte[]> BODY =
      new ExecutionAttribute<>("StorestreamEncodedBody");

  EncodedBody() {}

  /**
   * Returns the configuration of a request with this body; the request is otherwise empty.
   *
   * @param body JSON, as the DynamoDB API describes it; not copied
   */
  public static AwsRequestOverrideConfiguration of(byte[] body) {
    return AwsRequestOverrideConfiguration.builder().putExecutionAttribute(BODY, body).build();
  }

  /** Returns the body of a request, or empty if the SDK encodes it. */
  public static Optional<byte[]> in(SdkRequest request) {
    return request
        .overrideConfiguration()
        .map(config -> config.executionAttributes().getAttribute(BODY));
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    byte @Nullable [] body = attributes.getAttribute(BODY);
    return body == null
        ? context.httpRequest()
        : context.httpRequest().toBuilder()
            .putHeader("Content-Length", Integer.toString(body.length))
            .build();
  }

  @Override
  public Optional<AsyncRequestBody> modifyAsyncHttpContent(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    byte @Nullable [] body = attributes.getAttribute(BODY);
    return body == null
        ? context.asyncRequestBody()
        : Optional.of(AsyncRequestBody.fromBytesUnsafe(body));
  }
}
