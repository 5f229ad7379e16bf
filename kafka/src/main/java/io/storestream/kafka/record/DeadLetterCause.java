package io.storestream.kafka.record;

import java.util.Arrays;

/** Why a record goes to the dead-letter topic, as its {@code exception} header names it. */
public enum DeadLetterCause {
  /** It is not a change event. */
  INVALID_EVENT("InvalidEvent"),
  /** Its time lies further ahead of the clock than is allowed. */
  FUTURE_EVENT("FutureEvent"),
  /** It is larger than the internal topics take. */
  EVENT_TOO_LARGE("EventTooLarge"),
  /** Its store changed too often at one time. */
  OUT_OF_REVISIONS("OutOfRevisions"),
  /** DynamoDB refuses the store that came of it. */
  REJECTED_WRITE("RejectedWrite");

  private final String exception;

  DeadLetterCause(String exception) {
    this.exception = exception;
  }

  /** Returns the cause of a name; {@link #INVALID_EVENT} if there is none. */
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
