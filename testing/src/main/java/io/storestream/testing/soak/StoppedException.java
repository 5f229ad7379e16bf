package io.storestream.testing.soak;

/** The stop signal ended a soak early, so its result is unknown. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;
}
