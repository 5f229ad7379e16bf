package io.storestream.queryapi.http;

import java.time.Duration;

/**
 * Limits of the server, so that no client takes it from the others.
 *
 * @param connections how many may be open; further clients wait
 * @param requests how many may be in progress; further requests get a 503
 * @param idleTime how long a connection may transfer nothing, in either direction
 * @param answerTime how long DynamoDB may take for all that one response needs
 * @param stopTime how long running requests may take after a stop is requested
 * @param stopIdleTime as {@code idleTime}, after a stop is requested
 */
public record ServerLimits(
    int connections,
    int requests,
    Duration idleTime,
    Duration answerTime,
    Duration stopTime,
    Duration stopIdleTime) {

  /**
   * Requests wait for DynamoDB without a thread, so the server's threads only parse, encode and
   * send.
   */
  public static final int THREADS = 100;

  /** How long running requests may take after a stop is requested. */
  public static final Duration STOP_TIME = Duration.ofSeconds(10);

  /**
   * The most bytes of a request line and of all headers. The longest link that an answer has takes
   * 10 KB: the names of a country and a city, each byte encoded as three, and a cursor.
   */
  static final int REQUEST_HEADER_BYTES = 16 * 1024;

  /**
   * The send buffer of a connection; Linux doubles it. It reports free space only when a third is
   * free, so with its own default of megabytes a slow reader would look idle.
   */
  static final int SEND_BUFFER_BYTES = 256 * 1024;

  public static final ServerLimits DEFAULT =
      new ServerLimits(
          2_000,
          1_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          STOP_TIME,
          Duration.ofSeconds(1));
}
