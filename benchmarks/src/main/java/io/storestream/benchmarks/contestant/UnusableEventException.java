package io.storestream.benchmarks.contestant;

import java.io.IOException;

/** A record that the straightforward code of a peer can't read as an event. */
public final class UnusableEventException extends IOException {

  /** Exit code of a contestant that ends because of it. */
  public static final int EXIT_CODE = 65;

  private static final long serialVersionUID = 1L;

  UnusableEventException(String message) {
    super(message);
  }
}
