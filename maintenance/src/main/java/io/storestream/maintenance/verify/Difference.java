package io.storestream.maintenance.verify;

import io.storestream.cli.SafeText;
import io.storestream.maintenance.verify.state.DifferenceKind;

/**
 * A store in which table and topic differ.
 *
 * @param storeNumber as it is, which may be anything
 * @param what says more, fit to be shown
 */
public record Difference(DifferenceKind kind, String storeNumber, String what) {

  /** Returns a line for people, safe on any terminal. */
  public String line() {
    return "%s %s: %s".formatted(kind.label(), SafeText.of(storeNumber), what);
  }
}
