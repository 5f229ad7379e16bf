package io.storestream.formats.text;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats that are no text of stores but are sent as such, known by how they begin. */
public enum ForeignFormat {
  WORKBOOK("\u00D0\u00CF\u0011\u00E0", "an Excel workbook: save it as CSV UTF-8"),
  ZIP("PK\u0003\u0004", "a zip archive: unpack it and publish its files"),
  EMPTY_ZIP("PK\u0005\u0006", "an empty zip archive: get it again"),
  GZIP("\u001F\u008B", "compressed by gzip twice: decompress it once"),
  BZIP2("BZh", "compressed by bzip2: decompress it"),
  XZ("\u00FD7zXZ", "compressed by xz: decompress it"),
  ZSTD("(\u00B5/\u00FD", "compressed by zstd: decompress it"),
  SEVEN_ZIP("7z\u00BC\u00AF", "a 7z archive: unpack it and publish its files"),
  PARQUET("PAR1", "a Parquet file: export it as CSV"),
  PDF("%PDF-", "a PDF document: get the list as CSV"),
  SQLITE("SQLite format 3", "a SQLite database: export the table as CSV");

  private static final Pattern GEO_JSON =
      Pattern.compile("\"type\"\\s*:\\s*\"Feature(Collection)?\"");

  /** Of the local header in a zip archive; the name of the first entry follows it. */
  private static final int ZIP_HEADER_BYTES = 30;

  private static final List<String> WORKBOOK_ENTRIES =
      List.of("[Content_Types].xml", "_rels/", "xl/", "docProps/");

  private final String magic;
  private final String remedy;

  /**
   * @param magic the first bytes, one character each
   */
  ForeignFormat(String magic, String remedy) {
    this.magic = magic;
    this.remedy = remedy;
  }

  /**
   * Returns what a file is and what to do, or {@code null} if it may be text.
   *
   * @param first the first bytes, one character each
   */
  static @Nullable String remedyForBytes(String first) {
    for (ForeignFormat format : values()) {
      if (first.startsWith(format.magic)) {
        return format == ZIP && isWorkbook(first) ? WORKBOOK.remedy : format.remedy;
      }
    }
    return null;
  }

  /** Returns whether the first entry of a zip archive is one of a workbook. */
  private static boolean isWorkbook(String zip) {
    return WORKBOOK_ENTRIES.stream().anyMatch(it -> zip.startsWith(it, ZIP_HEADER_BYTES))
        || zip.contains("opendocument.spreadsheet");
  }

  /**
   * Returns what a text is and what to do, or {@code null} if it may be a list of stores.
   *
   * @param start the first lines of the file
   */
  public static @Nullable String remedyFor(String start) {
    String text = start.strip();
    if (text.startsWith("<")) {
      return "XML or HTML: get the list as CSV";
    }
    return text.startsWith("{") && GEO_JSON.matcher(text).find()
        ? "GeoJSON: convert it to CSV, one row a store"
        : null;
  }
}
