package io.storestream.maintenance.verify.state;

import java.nio.charset.StandardCharsets;

/** A store in which topic and table seem to differ, or in the end do. */
public record Candidate(String storeNumber, StoreComparison comparison) {

  public static Candidate of(byte[] storeNumber, StoreComparison comparison) {
    return new Candidate(new String(storeNumber, StandardCharsets.UTF_8), comparison);
  }
}
