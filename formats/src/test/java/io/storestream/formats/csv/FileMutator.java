package io.storestream.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Damages files in one to three places. The same seed damages the same files in the same way. Not
 * thread-safe.
 */
final class FileMutator {

  /** One char for each byte. */
  private static final List<String> PIECES =
      List.of(
          "\0",
          "\0\0\0\0",
          "\u001A",
          "\u00EF\u00BB\u00BF",
          "\u00FF\u00FE",
          "\u00ED\u00A0\u0080",
          "\u00F0\u009F\u0098",
          "\u0080",
          "\"",
          "\"\"",
          "\",\"",
          "\"\n\"",
          ",",
          ";",
          "\t",
          "|",
          ",,,,,,,,,,,,,",
          "\r",
          "\n",
          "\r\n",
          "\n\n",
          "\n,,\n",
          "\n;;\n",
          "\n\t\t\n",
          "\\",
          "\\\"",
          "\\\n",
          "=\"",
          "=",
          "#adm1",
          "\n-----,---\n",
          "\n(2 rows)\n",
          "\nsep=;\n",
          "\nStore Number,Country\n",
          "\nCountry;Store Number\n",
          "{",
          "[",
          "<",
          "PK\u0003\u0004",
          "1E999999999",
          "\u00C2\u00A0");

  private final Random random;

  FileMutator(long seed) {
    random = new Random(seed);
  }

  /** Returns a damaged copy. */
  byte[] mutate(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
      text = mutate(text);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String mutate(String text) {
    return switch (random.nextInt(10)) {
      case 0 -> flip(text);
      case 1, 2, 3 -> replace(text, 0, pick(PIECES));
      case 4 -> replace(text, 1 + random.nextInt(3), "");
      case 5 -> replace(text, random.nextInt(200), "");
      case 6 -> text.substring(0, random.nextInt(text.length() + 1));
      case 7 -> text.replace(pick(List.of(",", ";", "\t", "\"", "\n", "\r", " ")), pick(PIECES));
      case 8 -> lines(text);
      default -> pick(PIECES) + text;
    };
  }

  private String flip(String text) {
    char[] chars = text.toCharArray();
    if (chars.length > 0) {
      chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(8));
    }
    return new String(chars);
  }

  private String replace(String text, int length, String by) {
    int from = random.nextInt(text.length() + 1);
    return text.substring(0, from) + by + text.substring(Math.min(text.length(), from + length));
  }

  private String lines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    switch (random.nextInt(3)) {
      case 0 -> Collections.shuffle(lines, random);
      case 1 -> lines.remove(random.nextInt(lines.size()));
      default -> lines.add(random.nextInt(lines.size() + 1), pick(lines));
    }
    return String.join("", lines);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
