package io.storestream.queryapi.route;

import io.storestream.queryapi.http.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query. Unknown and repeated ones are refused: a misspelt {@code stat=NE} that
 * is ignored would answer with a whole country. Immutable.
 */
final class Parameters {

  private static final Pattern UP_TO_FOUR_DIGITS = Pattern.compile("[0-9]{1,4}");

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Parses a query.
   *
   * @param query as it was sent, still encoded; {@code null} if there is none
   * @param known the names that are allowed, each once
   * @throws ProblemException 400 if a name is unknown or repeated, or the encoding is invalid
   */
  static Parameters parse(@Nullable String query, List<String> known) {
    Map<String, String> values = new HashMap<>();
    if (query != null) {
      try {
        UrlEncoded.decodeUtf8To(
            query,
            0,
            query.length(),
            (name, value) -> add(name, value, known, values),
            false,
            false,
            false);
      } catch (IllegalArgumentException e) {
        throw ProblemException.badRequest("the query is not percent-encoded UTF-8");
      }
    }
    return new Parameters(values);
  }

  private static void add(
      String name, String value, List<String> known, Map<String, String> values) {
    if (!known.contains(name)) {
      throw ProblemException.badParameter(name, "unknown parameter " + name + allowed(known));
    }
    if (values.putIfAbsent(name, value) != null) {
      throw ProblemException.badParameter(name, name + " is given more than once");
    }
  }

  private static String allowed(List<String> known) {
    String names = String.join(", ", known);
    return switch (known.size()) {
      case 0 -> "; there are none here";
      case 1 -> "; there is only " + names;
      default -> "; there are " + names;
    };
  }

  /**
   * Returns a whole number, or nothing if it is absent.
   *
   * @param least zero or more
   * @throws ProblemException 400 if it is something else, or out of range
   */
  OptionalInt wholeNumber(String name, int least, int most) {
    String given = values.get(name);
    if (given == null) {
      return OptionalInt.empty();
    }
    int number = UP_TO_FOUR_DIGITS.matcher(given).matches() ? Integer.parseInt(given) : -1;
    if (number < least || number > most) {
      throw ProblemException.badParameter(
          name, "%s must be a whole number from %d to %d".formatted(name, least, most));
    }
    return OptionalInt.of(number);
  }

  /** Returns the decoded value, empty if it was given so, {@code null} if it was not given. */
  @Nullable String get(String name) {
    return values.get(name);
  }
}
