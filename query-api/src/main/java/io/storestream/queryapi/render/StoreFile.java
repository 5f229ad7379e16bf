package io.storestream.queryapi.render;

import io.storestream.model.LocationLookup;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All stores of a location, a window or the table, as a file that clients save. For one response.
 */
public final class StoreFile {

  /** The most characters of a name before its extension: file systems take 255 bytes. */
  private static final int MAX_CHARACTERS = 60;

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\p{ASCII}]+");

  private final String name;
  private final String contentType;
  private final StoreRows rows;

  private StoreFile(String name, String contentType, StoreRows rows) {
    this.name = name;
    this.contentType = contentType;
    this.rows = rows;
  }

  /**
   * Returns a file of stores, named as {@code stores-US-NE.csv}.
   *
   * @param lookup {@code null} for all stores of the table
   * @throws IllegalArgumentException if the format is {@link StoreFormat#JSON}, which has pages
   *     only
   */
  public static StoreFile of(StoreFormat format, @Nullable LocationLookup lookup) {
    return named(name(lookup), format);
  }

  /**
   * Returns a file of the stores of a window, named as {@code stores-bbox.csv}.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static StoreFile ofWindow(StoreFormat format) {
    return named("stores-bbox", format);
  }

  private static StoreFile named(String name, StoreFormat format) {
    StoreRows rows =
        switch (format) {
          case JSON -> throw new IllegalArgumentException("JSON has pages only");
          case GEOJSON -> new StoreRows.Features();
          case NDJSON -> new StoreRows.Ndjson();
          case CSV -> new CsvRows();
        };
    return new StoreFile(name + "." + format.value(), format.contentType(), rows);
  }

  private static String name(@Nullable LocationLookup lookup) {
    String name =
        lookup == null
            ? "stores"
            : Stream.of(
                    "stores", lookup.country(), lookup.state(), lookup.city(), lookup.postcode())
                .filter(Objects::nonNull)
                .map(part -> SEPARATORS.matcher(part).replaceAll("_"))
                .collect(Collectors.joining("-"));
    return name.codePointCount(0, name.length()) <= MAX_CHARACTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_CHARACTERS));
  }

  /**
   * Returns the value of the field {@code Content-Disposition} (RFC 6266). Clients that do not know
   * its second name take the first, which is plain.
   */
  String disposition() {
    String plain = NOT_ASCII.matcher(name).replaceAll("_");
    String disposition = "attachment; filename=\"" + plain + "\"";
    return plain.equals(name)
        ? disposition
        : disposition + "; filename*=UTF-8''" + Links.encode(name);
  }

  String contentType() {
    return contentType;
  }

  StoreRows rows() {
    return rows;
  }
}
