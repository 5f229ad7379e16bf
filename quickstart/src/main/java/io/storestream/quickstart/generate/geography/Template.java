package io.storestream.quickstart.generate.geography;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with placeholders that each row fills with other values. Parsed once, immutable,
 * thread-safe.
 *
 * <ul>
 *   <li>{@code #} a digit, {@code %} a digit but 0, {@code ?} a letter that Canadian postcodes may
 *       have
 *   <li><code>{street} {last} {town}</code> a word of the language, <code>{city}</code> the store's
 *       own city
 *   <li>{@code [...]} a part that two of three rows have, such as the last four digits of a ZIP+4
 *       code
 * </ul>
 */
public final class Template {
  private static final Pattern TOKEN =
      Pattern.compile("\\{([a-z]+)}|\\[([^]]*)]|[#%?]|[^\\[{#%?]+");
  private static final String LETTERS = "ABCEGHJKLMNPRSTVWXYZ";
  private static final int OPTIONAL_PERCENT = 65;

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * @throws IllegalArgumentException if a bracket or brace is not closed or a blank is unknown
   */
  static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find() && token.start() == end) {
      String blank = token.group(1);
      String optional = token.group(2);
      if (blank != null) {
        parts.add(blank(blank));
      } else if (optional != null) {
        parts.add(optional(parse(optional)));
      } else {
        parts.add(characters(token.group()));
      }
      end = token.end();
    }
    if (end < text.length()) {
      throw new IllegalArgumentException(
          "template '" + text + "' cannot be read from '" + text.substring(end) + "' on");
    }
    return new Template(parts);
  }

  /** Reads templates separated by {@code |}. */
  static List<Template> parseAll(String texts) {
    return Pattern.compile("|", Pattern.LITERAL).splitAsStream(texts).map(Template::parse).toList();
  }

  String fill(RowRandom random, Words words, String city) {
    StringBuilder text = new StringBuilder(32);
    append(text, random, words, city);
    return text.toString();
  }

  private void append(StringBuilder text, RowRandom random, Words words, String city) {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).append(text, random, words, city);
    }
  }

  private static Part blank(String name) {
    return switch (name) {
      case "street" -> (text, random, words, city) -> text.append(random.pick(words.streets()));
      case "last" -> (text, random, words, city) -> text.append(random.pick(words.lasts()));
      case "town" -> (text, random, words, city) -> text.append(random.pick(words.towns()));
      case "city" -> (text, random, words, city) -> text.append(city);
      default -> throw new IllegalArgumentException("template has an unknown blank {" + name + "}");
    };
  }

  private static Part optional(Template inner) {
    return (text, random, words, city) -> {
      if (random.chance(OPTIONAL_PERCENT)) {
        inner.append(text, random, words, city);
      }
    };
  }

  private static Part characters(String token) {
    return switch (token) {
      case "#" -> (text, random, words, city) -> text.append((char) ('0' + random.nextInt(10)));
      case "%" -> (text, random, words, city) -> text.append((char) ('1' + random.nextInt(9)));
      case "?" ->
          (text, random, words, city) ->
              text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      default -> (text, random, words, city) -> text.append(token);
    };
  }

  @FunctionalInterface
  private interface Part {
    void append(StringBuilder text, RowRandom random, Words words, String city);
  }
}
