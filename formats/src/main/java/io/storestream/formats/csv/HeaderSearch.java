package io.storestream.formats.csv;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader.Row;
import io.storestream.formats.row.RowHeader;
import io.storestream.formats.text.ForeignFormat;
import io.storestream.model.StoreField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of column names among the first lines of a CSV file, and with it the delimiter:
 * the first record that has the needed columns under a delimiter. Used once.
 */
final class HeaderSearch {

  /** How many lines of titles a file may have; the line of column names is within these. */
  private static final int MAX_LINES = 20;

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  /** The line by which spreadsheets name the delimiter. Others may have filled it up. */
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile(
          "\uFEFF?\"?sep=([^\\w\"\\\\\\P{ASCII}])\"?[,;|\t]*", Pattern.CASE_INSENSITIVE);

  /**
   * What was found.
   *
   * @param line of the column names
   * @param before the rows above it
   */
  record Found(RowHeader header, CsvDialect dialect, long line, List<Row> before) {}

  private record Candidate(RowHeader header, CsvDialect dialect, long line) {}

  private record Title(long line, String text) {}

  private final String file;
  private final CsvRecords records;
  private final ReadOptions options;
  private final List<Title> titles = new ArrayList<>();
  private List<CsvDialect> dialects;
  private @Nullable Candidate best;
  private @Nullable String problem;

  /**
   * @param file for messages
   */
  HeaderSearch(String file, CsvRecords records, ReadOptions options) {
    this.file = file;
    this.records = records;
    this.options = options;
    this.dialects =
        dialects(options.delimiter() == null ? DELIMITERS : List.of(options.delimiter()));
  }

  private List<CsvDialect> dialects(List<Character> delimiters) {
    return delimiters.stream()
        .map(delimiter -> new CsvDialect(delimiter, options.backslashEscapes()))
        .toList();
  }

  /**
   * Moves to the line of column names; the dialect of the records is its dialect afterwards.
   *
   * @throws CommandFailedException if there is none, or it is ambiguous
   */
  Found find() throws IOException {
    boolean isFirst = true;
    while (titles.size() < MAX_LINES && records.next()) {
      boolean isSeparator = isFirst && isSeparatorLine();
      isFirst = false;
      if (isSeparator) {
        continue;
      }
      Candidate found = fitting();
      if (found != null) {
        records.splitAgain(found.dialect());
        return new Found(found.header(), found.dialect(), found.line(), before(found));
      }
      records.keepFirstLine();
      titles.add(new Title(records.line(), records.text()));
    }
    throw notFound();
  }

  private boolean isSeparatorLine() {
    Matcher matcher = SEPARATOR_LINE.matcher(records.text());
    if (!matcher.matches()) {
      return false;
    }
    if (options.delimiter() == null) {
      dialects = dialects(List.of(matcher.group(1).charAt(0)));
    }
    return true;
  }

  /** Returns the candidate of the current record that has all needed columns, or {@code null}. */
  private @Nullable Candidate fitting() throws IOException {
    List<Candidate> fitting = new ArrayList<>();
    for (CsvDialect dialect : dialects) {
      records.splitAgain(dialect);
      if (records.problem() != null) {
        problem =
            problem == null
                ? "%s, line %d: unusable column names: %s"
                    .formatted(file, records.line(), records.problem())
                : problem;
        continue;
      }
      RowHeader header = new RowHeader(List.of(records.texts()), options.mapping());
      Candidate candidate = new Candidate(header, dialect, records.line());
      if (header.missing().isEmpty()) {
        fitting.add(candidate);
      }
      if (best == null || score(candidate) > score(best)) {
        best = candidate;
      }
    }
    return fitting.isEmpty() ? null : only(fitting);
  }

  /** Any known column is worth more than any number of unknown ones. */
  private static long score(Candidate candidate) {
    RowHeader header = candidate.header();
    return ((long) header.knownColumns() << Integer.SIZE) + header.names().size();
  }

  private Candidate only(List<Candidate> fitting) {
    int known = fitting.stream().mapToInt(it -> it.header().knownColumns()).max().orElse(0);
    List<Candidate> top =
        fitting.stream().filter(it -> it.header().knownColumns() == known).toList();
    // A line without any delimiter is the same in all dialects.
    if (top.size() > 1 && top.get(0).header().names().size() > 1) {
      throw new CommandFailedException(
          "%s, line %d: the delimiter may be %s; say which by --delimiter"
              .formatted(file, records.line(), delimiters(top.stream().map(Candidate::dialect))));
    }
    String ambiguous = top.get(0).header().ambiguous();
    if (ambiguous != null) {
      throw new CommandFailedException(
          "%s has the column %s twice: remove or rename one".formatted(file, ambiguous));
    }
    return top.get(0);
  }

  /** Returns the delimiters as in {@code comma, tab or pipe}. */
  private static String delimiters(Stream<CsvDialect> dialects) {
    List<String> all = dialects.map(CsvDialect::name).toList();
    String last = all.get(all.size() - 1);
    return all.size() == 1
        ? last
        : String.join(", ", all.subList(0, all.size() - 1)) + " or " + last;
  }

  private List<Row> before(Candidate found) {
    return titles.stream().map(title -> row(title, found)).toList();
  }

  /**
   * Returns a title as a row that is passed over; or rejected if it seems to be the row of a store,
   * because its place is below the column names.
   */
  private static Row row(Title title, Candidate found) {
    String reason = "stands above the column names in line " + found.line();
    return seemsStore(title.text(), found.header(), found.dialect())
        ? new Row.Rejected(title.line(), reason, title.text())
        : new Row.PassedOver(title.line(), reason, title.text());
  }

  private CommandFailedException notFound() {
    if (titles.isEmpty()) {
      return new CommandFailedException(file + " is empty: a line of column names is needed");
    }
    String start = titles.stream().map(Title::text).collect(Collectors.joining("\n"));
    String foreign = ForeignFormat.remedyFor(start);
    if (foreign != null) {
      return new CommandFailedException("%s is %s".formatted(file, foreign));
    }
    if (start.stripLeading().startsWith("{") || start.stripLeading().startsWith("[")) {
      return new CommandFailedException(
          file + " seems to be JSON: write objects, one a line or in one array, and name it .json");
    }
    String tried =
        "tried the first %d lines, with the delimiter %s; --delimiter, --encoding and --map say how to read the file"
            .formatted(MAX_LINES, delimiters(dialects.stream()));
    if (best == null || (best.header().knownColumns() == 0 && problem != null)) {
      return new CommandFailedException("%s; %s".formatted(problem, tried));
    }
    List<String> missing = best.header().missing();
    return new CommandFailedException(
        "%s lacks the %s %s; %s has: %s; %s"
            .formatted(
                file,
                missing.size() == 1 ? "column" : "columns",
                String.join(" and ", missing),
                best.line() == 1 ? "its first line" : "line " + best.line(),
                RowHeader.excerpt(best.header().names()),
                tried));
  }

  /**
   * Returns whether a record above the column names seems to be the row of a store: it has a
   * country, and a store number with a digit, which titles rarely have in the same place.
   */
  private static boolean seemsStore(String record, RowHeader header, CsvDialect dialect) {
    List<String> texts = CsvSplitter.split(record, dialect);
    return anyOf(header.storeNumber(), texts).chars().anyMatch(Character::isDigit)
        && !anyOf(header.cellsOf(StoreField.COUNTRY), texts).isBlank();
  }

  private static String anyOf(List<RowHeader.Cell> cells, List<String> texts) {
    return cells.stream()
        .filter(cell -> cell.index() >= 0 && cell.index() < texts.size())
        .map(cell -> texts.get(cell.index()))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }
}
