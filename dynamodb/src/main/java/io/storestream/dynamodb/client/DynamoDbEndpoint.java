package io.storestream.dynamodb.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The DynamoDB to use.
 *
 * @param local URL of an emulator that accepts any credentials; {@code null} for the endpoint of
 *     the SDK's default chain (profiles, roles, {@code AWS_REGION}, {@code
 *     AWS_ENDPOINT_URL_DYNAMODB})
 */
public record DynamoDbEndpoint(@Nullable URI local) {

  /** Returns the DynamoDB of the SDK's default chain. */
  public static DynamoDbEndpoint fromEnvironment() {
    return new DynamoDbEndpoint(null);
  }

  /** Returns an emulator. */
  public static DynamoDbEndpoint local(URI uri) {
    return new DynamoDbEndpoint(uri);
  }
}
