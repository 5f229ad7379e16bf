package io.storestream.dynamodb.client;

import software.amazon.awssdk.crt.CRT;

/**
 * Keeps clients working while the JVM shuts down. Without it the AWS CRT delivers no answer any
 * more once that begins, and requests that are running when a process is asked to stop never end.
 * Take it before the clients, and close it after them. Thread-safe.
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

  /** Takes a hold; the CRT is shut down when there is none left. */
  public static ShutdownHold take() {
    CRT.acquireShutdownRef();
    return new ShutdownHold();
  }

  /** Gives it back. Only once. */
  @Override
  public void close() {
    CRT.releaseShutdownRef();
  }
}
