package io.storestream.queryapi.http;

import java.time.Duration;

/**
 * What bounds the server, so that no caller takes it from the others.
 *
 * @param connections callers beyond wait to be let in
 * @param requests that are answered at once; to those beyond it says 503
 * @param headerTime for the headers of a request to arrive in
 * @param idleTime how long a connection may be silent, or take less than it has to
 * @param leastBytesPerSecond what the reader of an answer has to take
 * @param answerTime for DynamoDB to give all that one answer takes
 * @param stopTime for requests that run when the server stops
 */
public record ServerLimits(
    int connections,
    int requests,
    Duration headerTime,
    Duration idleTime,
    int leastBytesPerSecond,
    Duration answerTime,
    Duration stopTime) {

  /**
   * Requests wait for DynamoDB without a thread, so the server's threads only parse, encode and
   * send.
   */
  public static final int THREADS = 100;

  /** How long running requests may take after a stop is requested. */
  public static final Duration STOP_TIME = Duration.ofSeconds(10);

  /** What one line of a request and its headers may take, each and together. */
  public static final int REQUEST_HEADER_BYTES = 8 * 1024;

  /**
   * What the system keeps of an answer that is not read yet; it may double that. Left to itself it
   * takes megabytes, and a slow reader would seem to stand still while it sends them.
   */
  public static final int SEND_BUFFER_BYTES = 256 * 1024;

  public static final ServerLimits DEFAULT =
      new ServerLimits(
          2_000,
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          8 * 1024,
          Duration.ofSeconds(20),
          STOP_TIME);

  public ServerLimits withStopTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, leastBytesPerSecond, answerTime, time);
  }

  public ServerLimits withAnswerTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, leastBytesPerSecond, time, stopTime);
  }

  public ServerLimits withRequests(int count) {
    return new ServerLimits(
        connections, count, headerTime, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }

  public ServerLimits withConnections(int count) {
    return new ServerLimits(
        count, requests, headerTime, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }

  public ServerLimits withIdleTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, time, leastBytesPerSecond, answerTime, stopTime);
  }

  public ServerLimits withLeastBytesPerSecond(int bytes) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, bytes, answerTime, stopTime);
  }

  public ServerLimits withHeaderTime(Duration time) {
    return new ServerLimits(
        connections, requests, time, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }
}
