package io.storestream.queryapi;

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
record ServerLimits(
    int connections,
    int requests,
    Duration headerTime,
    Duration idleTime,
    int leastBytesPerSecond,
    Duration answerTime,
    Duration stopTime) {

  /** What one line of a request and its headers may take, each and together. */
  static final int REQUEST_HEADER_BYTES = 8 * 1024;

  /**
   * What the system keeps of an answer that is not read yet; it may double that. Left to itself it
   * takes megabytes, and a slow reader would seem to stand still while it sends them.
   */
  static final int SEND_BUFFER_BYTES = 256 * 1024;

  static final ServerLimits DEFAULT =
      new ServerLimits(
          2_000,
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          8 * 1024,
          Duration.ofSeconds(20),
          QueryApi.STOP_TIMEOUT);

  ServerLimits withStopTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, leastBytesPerSecond, answerTime, time);
  }

  ServerLimits withAnswerTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, leastBytesPerSecond, time, stopTime);
  }

  ServerLimits withRequests(int count) {
    return new ServerLimits(
        connections, count, headerTime, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }

  ServerLimits withConnections(int count) {
    return new ServerLimits(
        count, requests, headerTime, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }

  ServerLimits withIdleTime(Duration time) {
    return new ServerLimits(
        connections, requests, headerTime, time, leastBytesPerSecond, answerTime, stopTime);
  }

  ServerLimits withLeastBytesPerSecond(int bytes) {
    return new ServerLimits(
        connections, requests, headerTime, idleTime, bytes, answerTime, stopTime);
  }

  ServerLimits withHeaderTime(Duration time) {
    return new ServerLimits(
        connections, requests, time, idleTime, leastBytesPerSecond, answerTime, stopTime);
  }
}
