package io.storestream.testing.soak;

/** A soak was told to stop before what it was doing was done; nobody knows whether it was exact. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;
}
