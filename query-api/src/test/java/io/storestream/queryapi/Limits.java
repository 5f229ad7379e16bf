package io.storestream.queryapi;

import io.storestream.queryapi.http.ServerLimits;
import java.time.Duration;

/** The default limits with one of them changed. */
public final class Limits {

  private static final ServerLimits DEFAULT = ServerLimits.DEFAULT;

  private Limits() {}

  public static ServerLimits connections(int count) {
    return new ServerLimits(
        count, DEFAULT.requests(), DEFAULT.idleTime(), DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits requests(int count) {
    return new ServerLimits(
        DEFAULT.connections(), count, DEFAULT.idleTime(), DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits idleTime(Duration time) {
    return new ServerLimits(
        DEFAULT.connections(), DEFAULT.requests(), time, DEFAULT.answerTime(), DEFAULT.stopTime());
  }

  public static ServerLimits answerTime(Duration time) {
    return new ServerLimits(
        DEFAULT.connections(), DEFAULT.requests(), DEFAULT.idleTime(), time, DEFAULT.stopTime());
  }

  public static ServerLimits stopTime(Duration time) {
    return new ServerLimits(
        DEFAULT.connections(), DEFAULT.requests(), DEFAULT.idleTime(), DEFAULT.answerTime(), time);
  }
}
