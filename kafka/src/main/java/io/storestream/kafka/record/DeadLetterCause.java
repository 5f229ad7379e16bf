package io.storestream.kafka.record;

import java.util.Arrays;

/** Why a record is a dead letter, as its {@code exception} header names it. */
public enum DeadLetterCause {
  /** It is not a change event. */
  INVALID_EVENT("InvalidEvent"),
  /** Its time is further ahead of the clock than allowed. */
  FUTURE_EVENT("FutureEvent"),
  /** It is larger than the internal topics take. */
  EVENT_TOO_LARGE("EventTooLarge"),
  /** Its store changed too often at one time. */
  OUT_OF_REVISIONS("OutOfRevisions"),
  /** DynamoDB rejects the resulting item. */
  REJECTED_WRITE("RejectedWrite");

  private final String exception;

  DeadLetterCause(String exception) {
    this.exception = exception;
  }

  /** Returns the cause with a name; {@link #INVALID_EVENT} if there is none. */
  static DeadLetterCause of(String exception) {
    return Arrays.stream(values())
        .filter(it -> it.exception.equals(exception))
        .findFirst()
        .orElse(INVALID_EVENT);
  }

  /** Returns the name in the header and in the metrics. */
  public String exception() {
    return exception;
  }
}
