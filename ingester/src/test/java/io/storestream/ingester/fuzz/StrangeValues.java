package io.storestream.ingester.fuzz;

import java.util.List;
import java.util.Random;

/**
 * What upstream systems should never send and some day will, as raw JSON. Not thread-safe, as the
 * random numbers are the caller's.
 */
final class StrangeValues {

  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "0",
          "-0.0",
          "-1",
          "17",
          "01",
          ".5",
          "1.",
          "0x1F",
          "NaN",
          "-Infinity",
          "1e1",
          "1e999999999",
          "-1e-999999999",
          "0e999999999",
          "1e99999999999999999999",
          "90.00000000000000000001",
          "123456789012345678901234567890",
          "[]",
          "{}",
          "[{\"country\":[\"US\"]}]",
          "{\"country\":\"US\"}",
          "\"\"",
          "\"  \"",
          "\"\\u00a0\\u2003\\u0085\"",
          "\"\\ufeffUS\"",
          "\"a\\u0000b\"",
          "\"\\u0001\\u001f\\u007f\\u009f\"",
          "\"line\\r\\nline\\ttab\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"x\\ud83d\"",
          "\"\\ud83d\\ude00\"",
          "\"\uD83D\uDE00\u0301\"",
          "\"\\uffff\\ufffe\\u2028\"",
          "\"N#E\"",
          "\"#\"",
          "\"100%\"",
          "\"%23%25#%\"",
          "\"UPSERT\"",
          "\"DELETE\"",
          "\"upsert\"",
          "\"\\q\"",
          "\"unclosed",
          "'US'",
          "US",
          "/* US */ 1");

  private static final List<String> TIMES =
      List.of(
          "0000-01-01T00:00:00Z",
          "-0001-12-31T00:00:00Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59.999999999Z",
          "+1000000000-01-01T00:00:00Z",
          "1969-12-31T23:59:59.999Z",
          "1970-01-01T00:00:00Z",
          "2016-12-31T23:59:60Z",
          "2017-06-15T12:59:60Z",
          "2017-02-01T24:00:00Z",
          "2017-02-01T00:00:61Z",
          "2017-02-29T00:00:00Z",
          "2017-02-01T00:00:01.123456789Z",
          "2017-02-01T01:00:01+01:00",
          "2017-02-01T00:00:01+18:01",
          "2017-02-01t00:00:01z",
          "2017-02-01T00:00:01",
          "2017-02-01",
          "20170201T000001Z",
          " 2017-02-01T00:00:01Z ",
          "\u0662\u0660\u0661\u0667-02-01T00:00:01Z",
          "2262-04-11T23:47:16.853Z",
          "2262-04-11T23:47:16.855Z",
          "9999-12-31T23:59:59Z",
          "+10000-01-01T00:00:00Z",
          "1485907201000");

  private StrangeValues() {}

  /** Returns a value of any type, or something that is none. */
  static String any(Random random) {
    return switch (random.nextInt(24)) {
      case 0 -> time(random);
      case 1 -> nested(random);
      case 2 -> "[" + "0,".repeat(random.nextInt(5_000)) + "0]";
      case 3 -> "1" + "0".repeat(random.nextInt(2_000)) + ".5";
      case 4, 5 -> text(random, 3_000);
      case 6 -> random.nextInt(20) == 0 ? text(random, 900_000) : text(random, 3_000);
      default -> TOKENS.get(random.nextInt(TOKENS.size()));
    };
  }

  /** Returns a time that no calendar has, or one that no version can hold, or a valid one. */
  static String time(Random random) {
    return '"' + TIMES.get(random.nextInt(TIMES.size())) + '"';
  }

  /** Jackson reads a thousand levels. */
  private static String nested(Random random) {
    int depth = 1 + random.nextInt(1_500);
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  /** One piece over and over: ASCII, what must be encoded in a key, what grows in upper case. */
  private static String text(Random random, int maxChars) {
    String piece = List.of("x", "#", "\u00e9", "\u0390", "\u5e97", "a  b ").get(random.nextInt(6));
    return '"' + piece.repeat(random.nextInt(maxChars) / piece.length()) + '"';
  }
}
