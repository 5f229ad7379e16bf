package io.storestream.dynamodb.client;

import software.amazon.awssdk.crt.CRT;

/**
 * Keeps clients working while the JVM shuts down. Without it the AWS CRT delivers no response once
 * the shutdown has begun, so requests in flight never complete. Take it before the clients are
 * created, and close it after them. Thread-safe.
 *
 * <pre>{@code
 * try (ShutdownHold hold = ShutdownHold.take();
 *     DynamoDbAsyncClient dynamoDb = DynamoDbClients.forReading(endpoint, 50)) {
 *   …
 * }
 * }</pre>
 */
public final class ShutdownHold implements AutoCloseable {

  private ShutdownHold() {}

  /** Takes a hold. The CRT shuts down when the last hold is closed. */
  public static ShutdownHold take() {
    CRT.acquireShutdownRef();
    return new ShutdownHold();
  }

  /** Releases the hold. Call it only once. */
  @Override
  public void close() {
    CRT.releaseShutdownRef();
  }
}
