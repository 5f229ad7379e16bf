package io.storestream.ingester.verify;

import java.nio.charset.StandardCharsets;

/** A store on which topic and table seem not to agree, or in the end do not. */
record Suspect(String storeNumber, Sides sides) {

  static Suspect of(byte[] storeNumber, Sides sides) {
    return new Suspect(new String(storeNumber, StandardCharsets.UTF_8), sides);
  }
}
