package io.storestream.queryapi.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.QuotedCSV;

/**
 * Which media types a caller takes, and how gladly: the field {@code Accept} as RFC 9110, 12.5.1
 * has it. Of its parameters only {@code q} counts. An element that can't be read accepts nothing.
 * Immutable.
 */
public record Accept(List<Range> ranges) {

  private static final String ANY = "*";
  private static final Pattern QUALITY = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

  public Accept {
    ranges = List.copyOf(ranges);
  }

  /**
   * A media type, or several with one name.
   *
   * @param type {@code *} for any
   * @param subtype {@code *} for any
   * @param quality 0 for never, up to 1
   */
  public record Range(String type, String subtype, double quality) {

    boolean contains(String otherType, String otherSubtype) {
      return (type.equals(ANY) || type.equalsIgnoreCase(otherType))
          && (subtype.equals(ANY) || subtype.equalsIgnoreCase(otherSubtype));
    }

    int precision() {
      return type.equals(ANY) ? 0 : subtype.equals(ANY) ? 1 : 2;
    }
  }

  /**
   * Reads the field.
   *
   * @param values one of each line; nothing, or nothing but blanks, accepts everything
   * @throws IllegalArgumentException if its quotes don't close
   */
  public static Accept parse(List<String> values) {
    List<Range> ranges = new ArrayList<>();
    boolean given = false;
    for (String value : new QuotedCSV(true, values.toArray(String[]::new))) {
      given = true;
      Map<String, String> parameters = new HashMap<>();
      String[] names = HttpField.getValueParameters(value, parameters).strip().split("/", -1);
      String quality = parameters.getOrDefault("q", parameters.getOrDefault("Q", "1"));
      if (names.length == 2 && QUALITY.matcher(quality).matches()) {
        ranges.add(new Range(names[0], names[1], Double.parseDouble(quality)));
      }
    }
    return new Accept(given ? ranges : List.of(new Range(ANY, ANY, 1)));
  }

  /** Returns how gladly the caller takes a media type: what names it most precisely decides. */
  public double quality(String type, String subtype) {
    double quality = 0;
    int precision = -1;
    for (Range range : ranges) {
      if (range.contains(type, subtype) && range.precision() > precision) {
        precision = range.precision();
        quality = range.quality();
      }
    }
    return quality;
  }
}
