package io.storestream.maintenance.verify.state;

import java.nio.charset.StandardCharsets;

/** A store on which topic and table seem not to agree, or in the end do not. */
public record Suspect(String storeNumber, Sides sides) {

  public static Suspect of(byte[] storeNumber, Sides sides) {
    return new Suspect(new String(storeNumber, StandardCharsets.UTF_8), sides);
  }
}
