package io.storestream.queryapi;

import io.storestream.queryapi.http.ServerLimits;
import java.time.Duration;

/**
 * The default limits, or those with one of them changed. When an API is closed, none of them waits
 * long for connections that clients keep open.
 */
public final class Limits {

  public static final ServerLimits DEFAULT =
      of(
          ServerLimits.DEFAULT.connections(),
          ServerLimits.DEFAULT.requests(),
          ServerLimits.DEFAULT.idleTime(),
          ServerLimits.DEFAULT.answerTime(),
          ServerLimits.DEFAULT.stopTime());

  private Limits() {}

  public static ServerLimits connections(int count) {
    return of(
        count, DEFAULT.requests(), DEFAULT.idleTime(), DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits requests(int count) {
    return of(
        DEFAULT.connections(), count, DEFAULT.idleTime(), DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits idleTime(Duration time) {
    return of(
        DEFAULT.connections(), DEFAULT.requests(), time, DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits answerTime(Duration time) {
    return of(
        DEFAULT.connections(), DEFAULT.requests(), DEFAULT.idleTime(), time, DEFAULT.stopTime());
  }

  public static ServerLimits stopTime(Duration time) {
    return of(
        DEFAULT.connections(), DEFAULT.requests(), DEFAULT.idleTime(), DEFAULT.answerTime(), time);
  }

  private static ServerLimits of(
      int connections, int requests, Duration idleTime, Duration answerTime, Duration stopTime) {
    return new ServerLimits(
        connections, requests, idleTime, answerTime, stopTime, Duration.ofMillis(50));
  }
}
