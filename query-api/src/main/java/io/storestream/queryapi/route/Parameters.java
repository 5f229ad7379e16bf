package io.storestream.queryapi.route;

import io.storestream.queryapi.http.PercentDecoder;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, taken strictly: a misspelt {@code stat=NE} that is passed over would
 * answer with a whole country. Immutable.
 */
final class Parameters {

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Takes a query apart.
   *
   * @param query as it came, still encoded; {@code null} if there is none
   * @param known the names that are allowed, each once
   * @throws ProblemException 400 if another is there, one is there twice, or the encoding is wrong
   */
  static Parameters parse(@Nullable String query, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        if (!pair.isEmpty()) {
          add(pair, known, values);
        }
      }
    }
    return new Parameters(values);
  }

  private static void add(String pair, Set<String> known, Map<String, String> values) {
    int equals = pair.indexOf('=');
    String name = decodeName(equals < 0 ? pair : pair.substring(0, equals));
    if (!known.contains(name)) {
      throw ProblemException.badParameter(name, "unknown parameter " + name + allowed(known));
    }
    String value = equals < 0 ? "" : decodeValue(name, pair.substring(equals + 1));
    if (values.putIfAbsent(name, value) != null) {
      throw ProblemException.badParameter(name, name + " is given more than once");
    }
  }

  private static String allowed(Set<String> known) {
    String names = String.join(", ", known);
    return switch (known.size()) {
      case 0 -> "; there are none here";
      case 1 -> "; there is only " + names;
      default -> "; there are " + names;
    };
  }

  private static String decodeName(String encoded) {
    try {
      return PercentDecoder.decodeQuery(encoded);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(
          "a parameter's name is not percent-encoded UTF-8: " + e.getMessage());
    }
  }

  private static String decodeValue(String name, String encoded) {
    try {
      return PercentDecoder.decodeQuery(encoded);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(
          name, name + " is not percent-encoded UTF-8: " + e.getMessage());
    }
  }

  /** Returns the decoded value, empty if it was given so, {@code null} if it was not given. */
  @Nullable String get(String name) {
    return values.get(name);
  }
}
