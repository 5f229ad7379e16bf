package io.storestream.queryapi;

import java.time.Duration;

/**
 * What bounds the server, so that no caller takes it from the others.
 *
 * @param connections callers beyond wait to be let in
 * @param requests that are answered at once; to those beyond it says 503
 * @param headerTime for the headers of a request to arrive in
 * @param idleTime how long a connection may be silent
 * @param answerTime for DynamoDB to give all that one answer takes
 * @param stopTime for requests that run when the server stops
 */
record ServerLimits(
    int connections,
    int requests,
    Duration headerTime,
    Duration idleTime,
    Duration answerTime,
    Duration stopTime) {

  /** What one line of a request and its headers may take, each and together. */
  static final int REQUEST_HEADER_BYTES = 8 * 1024;

  static final ServerLimits DEFAULT =
      new ServerLimits(
          2_000,
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          QueryApi.STOP_TIMEOUT);

  ServerLimits withStopTime(Duration time) {
    return new ServerLimits(connections, requests, headerTime, idleTime, answerTime, time);
  }

  ServerLimits withAnswerTime(Duration time) {
    return new ServerLimits(connections, requests, headerTime, idleTime, time, stopTime);
  }

  ServerLimits withRequests(int count) {
    return new ServerLimits(connections, count, headerTime, idleTime, answerTime, stopTime);
  }

  ServerLimits withConnections(int count) {
    return new ServerLimits(count, requests, headerTime, idleTime, answerTime, stopTime);
  }

  ServerLimits withIdleTime(Duration time) {
    return new ServerLimits(connections, requests, headerTime, time, answerTime, stopTime);
  }

  ServerLimits withHeaderTime(Duration time) {
    return new ServerLimits(connections, requests, time, idleTime, answerTime, stopTime);
  }
}
