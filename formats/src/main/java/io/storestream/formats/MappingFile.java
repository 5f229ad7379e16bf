package io.storestream.formats;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.StoreMapping.Column;
import io.storestream.formats.StoreMapping.Constant;
import io.storestream.formats.StoreMapping.Source;
import io.storestream.model.StoreField;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that maps columns to the fields of a store, in the syntax of Java properties and in UTF-8.
 * A field is on the left, by its name in JSON; on the right are its alternatives, separated by
 * bars:
 *
 * <pre>
 * storeNumber = store_id
 * country     = country_code | 'US'
 * state       =
 * </pre>
 *
 * <p>An alternative is a column, or a constant in single quotes, where two quotes stand for one. A
 * field without alternatives is left out; one that is not named keeps its usual columns.
 */
final class MappingFile {

  private static final String STORE_NUMBER = "storeNumber";
  private static final String UPDATED_AT = "updatedAt";

  private static final Pattern ALTERNATIVE =
      Pattern.compile("\\s*(?:'((?:[^']|'')*+)'|([^'|\\s][^|]*?))\\s*(\\||\\z)");
  private static final Pattern CLOSED_CONSTANT = Pattern.compile("\\s*'(?:[^']|'')*+'.*");

  private final Path file;
  private final Map<String, List<Source>> sources = new HashMap<>();

  private MappingFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws CommandFailedException if it can't be read or has an error; the message names the line
   */
  static StoreMapping read(Path path) {
    MappingFile file = new MappingFile(path);
    file.addLines(file.lines());
    return file.toMapping();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no mapping %s (--map)".formatted(file), e);
    } catch (CharacterCodingException e) {
      throw new CommandFailedException(
          "the mapping %s is not valid UTF-8: save it as UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "can't read the mapping %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void addLines(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      // Windows editors write a byte-order mark.
      String line = i == 0 ? lines.get(i).replace("\uFEFF", "") : lines.get(i);
      StringBuilder entry = new StringBuilder(line);
      while (isContinued(line) && i + 1 < lines.size()) {
        line = lines.get(++i);
        entry.append('\n').append(line);
      }
      Properties properties = new Properties();
      try {
        properties.load(new StringReader(entry.toString()));
      } catch (IOException | IllegalArgumentException e) {
        throw invalid(number, String.valueOf(e.getMessage()));
      }
      for (String name : properties.stringPropertyNames()) {
        add(number, name, properties.getProperty(name));
      }
    }
  }

  /** Returns whether a line ends in a backslash that escapes the end of the line. */
  private static boolean isContinued(String line) {
    String stripped = line.stripLeading();
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    boolean isComment = stripped.startsWith("#") || stripped.startsWith("!");
    return !isComment && (line.length() - end) % 2 == 1;
  }

  private void add(int line, String name, String alternatives) {
    if (!names().contains(name)) {
      throw invalid(
          line,
          "a store has no field '%s'; its fields are %s"
              .formatted(name, String.join(", ", names())));
    }
    List<Source> parsed = parse(line, alternatives);
    if (name.equals(STORE_NUMBER) && !isColumns(parsed)) {
      throw invalid(line, "storeNumber needs a column, and can't be a constant");
    }
    if (name.equals(StoreField.COUNTRY.jsonName()) && parsed.isEmpty()) {
      throw invalid(line, "country needs a column or a constant such as 'US'");
    }
    if (sources.put(name, parsed) != null) {
      throw invalid(line, name + " is there twice");
    }
  }

  private static boolean isColumns(List<Source> sources) {
    return !sources.isEmpty() && sources.stream().allMatch(Column.class::isInstance);
  }

  private List<Source> parse(int line, String text) {
    List<Source> parsed = new ArrayList<>();
    if (text.isBlank()) {
      return parsed;
    }
    Matcher alternative = ALTERNATIVE.matcher(text);
    boolean isLast = false;
    while (!isLast) {
      if (!alternative.lookingAt()) {
        String rest = text.substring(alternative.regionStart());
        throw invalid(line, problemOf(rest));
      }
      if (!parsed.isEmpty() && parsed.get(parsed.size() - 1) instanceof Constant constant) {
        throw invalid(
            line, "nothing after the constant '%s' is ever used".formatted(constant.text()));
      }
      String constant = alternative.group(1);
      parsed.add(
          constant == null
              ? column(line, alternative.group(2))
              : new Constant(constant.replace("''", "'")));
      isLast = alternative.group(3).isEmpty();
      alternative.region(alternative.end(), text.length());
    }
    return parsed;
  }

  private Column column(int line, String name) {
    if (name.startsWith("\"") && name.endsWith("\"")) {
      throw invalid(
          line, "%s is no name of a column: a constant stands in single quotes".formatted(name));
    }
    try {
      return Column.required(name);
    } catch (IllegalArgumentException e) {
      throw invalid(line, "'%s' is no name of a column".formatted(name));
    }
  }

  private static String problemOf(String rest) {
    if (rest.isBlank() || rest.strip().startsWith("|")) {
      return "an alternative is empty: name a column, or a constant in single quotes";
    }
    return CLOSED_CONSTANT.matcher(rest).matches()
        ? "something follows a constant: separate alternatives by |, and write a single quote twice"
        : "a single quote is not closed: " + rest.strip();
  }

  private StoreMapping toMapping() {
    StoreMapping standard = StoreMapping.STANDARD;
    Map<StoreField, List<Source>> fields = new HashMap<>(standard.fields());
    for (StoreField field : StoreField.values()) {
      fields.computeIfPresent(field, (it, usual) -> sources.getOrDefault(it.jsonName(), usual));
    }
    return new StoreMapping(
        sources.getOrDefault(STORE_NUMBER, standard.storeNumber()),
        fields,
        sources.getOrDefault(UPDATED_AT, standard.updatedAt()));
  }

  private static List<String> names() {
    return Stream.of(
            Stream.of(STORE_NUMBER),
            Stream.of(StoreField.values()).map(StoreField::jsonName),
            Stream.of(UPDATED_AT))
        .flatMap(it -> it)
        .collect(Collectors.toList());
  }

  private CommandFailedException invalid(int line, String problem) {
    return new CommandFailedException("%s, line %d: %s".formatted(file, line, problem));
  }
}
