package io.storestream.dynamodb.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which DynamoDB to use.
 *
 * @param local an emulator that takes any credentials; {@code null} for what the SDK's own chain
 *     says (profiles, roles, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_DYNAMODB})
 */
public record DynamoDbEndpoint(@Nullable URI local) {

  /** Returns the DynamoDB of the SDK's own chain. */
  public static DynamoDbEndpoint fromEnvironment() {
    return new DynamoDbEndpoint(null);
  }

  /** Returns an emulator. */
  public static DynamoDbEndpoint local(URI uri) {
    return new DynamoDbEndpoint(uri);
  }
}
