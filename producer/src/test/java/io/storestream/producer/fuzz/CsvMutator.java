package io.storestream.producer.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.fixtures.GzipFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Copies of a small file of stores, each damaged in one to three places. The same seed gives the
 * same files. Not thread-safe.
 *
 * <p>Texts here have one char for each byte, so that any byte can be changed as text.
 */
final class CsvMutator {

  private static final List<String> HEADERS =
      List.of(
          "Brand,Store Number,Store Name,City,State/Province,Country,Postcode,Longitude,Latitude",
          "brand,STORE_NUMBER, store name ,City,State,country,Postcode,Longitude,Latitude",
          "Brand,Store Number,Store Name,City,State/Province,Land,Postcode,Longitude,Latitude",
          "Brand,Store Number,Store Name,City,City,Country,Postcode,Longitude,Latitude",
          "Brand,Store Number,Store Name,City,State/Province,Country,Postcode,Longitude",
          "\"Brand\",\"Store Number\",\"Store\nName\",City,,Country,Postcode,Longitude,Latitude",
          "Country,Store Number,Latitude,City,State/Province,Brand,Postcode,Longitude,Extra");

  private static final List<String> ROWS =
      List.of(
          "Northwind,1-1,125th & W. Center Rd.,Omaha,NE,US,681443957,-96.1,41.23",
          "Northwind,1-2,Plaza,Bogotá,DC,CO,,-74.08,4.6",
          "Northwind,1-3,东营广场店,广州市,44,CN,517254,113.27,23.07",
          "Northwind,1-1,125th & W. Center Rd.,Omaha,NE,US,68144,-96.1,41.23",
          "Northwind,1-4,Cairo,Cairo,C,EG,,,",
          "Northwind,1-5,Alert,Alert,NU,CA,K0L 1L0,-62.3,82.5");

  private static final List<String> QUOTED_ROWS =
      List.of(
          "Northwind,2-1,\"Hauck & Willms, Level 2\",Atlanta,GA,US,30337,-84.36,33.74",
          "Northwind,2-2,\"The \"\"Old\"\" Mill\",Leeds,ENG,GB,LS1 1AA,-1.5,53.8",
          "Northwind,2-3,\"Ground floor\nEast\",Lyon,,FR,69001,4.83,45.76");

  private static final List<String> UNUSABLE_ROWS =
      List.of("Northwind,3-1,Nowhere,,,,,,", "Northwind,1E+11,Pole,Alert,NU,CA,,-62.3,82.5");

  private static final int PLAIN_ROWS = 20;

  private static final List<String> STRANGE =
      List.of(
          "\0",
          "\u001f",
          "\u0085",
          "\u00ef\u00bb\u00bf", // byte-order marks
          "\u00ff\u00fe",
          "\u00ed\u00a0\u0080", // a surrogate in UTF-8
          "\u00f0\u009f\u0098\u0080", // an emoji in UTF-8
          "\u00f0\u009f\u0098", // and cut short
          "\u0080",
          "\"",
          "\"\"",
          "\",\"",
          ",",
          ",,,,",
          "\r",
          "\n",
          "\r\n",
          "\n\r\n",
          " \t",
          "1e999999999",
          "NaN",
          "'");

  private final Random random;

  CsvMutator(long seed) {
    random = new Random(seed);
  }

  /** Returns the next file. */
  FuzzedFile next() {
    String text = original();
    for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
      text = mutate(text);
    }
    byte[] content = text.getBytes(ISO_8859_1);
    return switch (random.nextInt(24)) {
      case 0 -> new FuzzedFile("stores.csv.gz", GzipFiles.member(content));
      case 1 -> new FuzzedFile("stores.csv.gz", damaged(GzipFiles.member(content)));
      case 2 -> new FuzzedFile("stores.csv", GzipFiles.member(content));
      case 3 -> new FuzzedFile("stores.csv.gz", content);
      default -> new FuzzedFile("stores.csv", content);
    };
  }

  private String original() {
    List<String> lines = new ArrayList<>(ROWS);
    if (random.nextBoolean()) {
      lines.addAll(QUOTED_ROWS);
    }
    if (random.nextInt(4) == 0) {
      lines.addAll(UNUSABLE_ROWS);
    }
    for (int i = 0; i < PLAIN_ROWS; i++) {
      lines.add("Northwind,4-%d,Shop %d,Lima,LIM,PE,15001,-77.03,-12.05".formatted(i, i));
    }
    lines.add(0, HEADERS.get(random.nextInt(8) == 0 ? random.nextInt(HEADERS.size()) : 0));
    String text = String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private String mutate(String text) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> flip(text);
      case 2, 3, 4, 5 -> replace(text, 0, STRANGE.get(random.nextInt(STRANGE.size())));
      case 6, 7 -> replace(text, 1 + random.nextInt(3), "");
      case 8 -> text.replace("\"", "");
      case 9 -> replace(text, 0, "\"");
      case 10 -> text.replace(',', ";\t|:".charAt(random.nextInt(4)));
      case 11 ->
          text.replace("\n", List.of("\r\n", "\r", "\n\n", "\n\r", "").get(random.nextInt(5)));
      case 12, 13 -> lines(text);
      case 14 -> "\u00ef\u00bb\u00bf" + text;
      case 15 -> reencode(text);
      case 16 -> replace(text, 0, huge());
      case 17 -> text.substring(0, random.nextInt(text.length() + 1));
      case 18 -> replace(text, random.nextInt(80), "");
      default -> random.nextInt(4) == 0 ? garbage() : lines(text);
    };
  }

  private String flip(String text) {
    char[] chars = text.toCharArray();
    for (int flips = 1 + random.nextInt(5); flips > 0 && chars.length > 0; flips--) {
      chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(8));
    }
    return new String(chars);
  }

  private String replace(String text, int length, String by) {
    int from = random.nextInt(text.length() + 1);
    return text.substring(0, from) + by + text.substring(Math.min(text.length(), from + length));
  }

  /** Cuts, joins, duplicates or swaps lines. */
  private String lines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    int index = random.nextInt(lines.size());
    String line = lines.get(index);
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(index);
      case 1 -> lines.set(index, line.substring(0, random.nextInt(line.length() + 1)) + "\n");
      case 2 -> lines.set(index, line.strip());
      case 3 -> lines.add(random.nextInt(lines.size() + 1), line);
      default -> lines.set(index, lines.set(random.nextInt(lines.size()), line));
    }
    return String.join("", lines);
  }

  private String huge() {
    String piece = List.of("x", "\u00c3\u00a9", ",", "\"\"", "\n", "x,").get(random.nextInt(6));
    return piece.repeat((65_000 + random.nextInt(2_000)) / piece.length());
  }

  private String reencode(String text) {
    String decoded = new String(text.getBytes(ISO_8859_1), UTF_8);
    byte[] bytes =
        decoded.getBytes(List.of(UTF_16, UTF_16LE, UTF_16BE, ISO_8859_1).get(random.nextInt(4)));
    return new String(bytes, ISO_8859_1);
  }

  private String garbage() {
    byte[] bytes = new byte[random.nextInt(3_000)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private byte[] damaged(byte[] gzip) {
    byte[] mutated = Arrays.copyOf(gzip, random.nextInt(gzip.length + 1));
    if (random.nextBoolean()) {
      mutated = gzip.clone();
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutated;
  }
}
