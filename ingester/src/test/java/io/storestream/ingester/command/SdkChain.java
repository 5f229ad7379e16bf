package io.storestream.ingester;

import io.storestream.table.DynamoDbEndpoint;
import java.util.Map;
import java.util.Objects;

/**
 * The SDK's own chain, which commands ask where DynamoDB is, pointed to a local one until closed.
 */
public final class SdkChain implements AutoCloseable {

  private final Map<String, String> properties;

  private SdkChain(Map<String, String> properties) {
    this.properties = properties;
  }

  public static SdkChain pointTo(DynamoDbEndpoint endpoint) {
    Map<String, String> properties =
        Map.of(
            "aws.endpointUrlDynamoDb", Objects.requireNonNull(endpoint.local()).toString(),
            "aws.region", "us-east-1",
            "aws.accessKeyId", "local",
            "aws.secretAccessKey", "local");
    properties.forEach(System::setProperty);
    return new SdkChain(properties);
  }

  @Override
  public void close() {
    properties.keySet().forEach(System::clearProperty);
  }
}
