package io.storestream.producer.file;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.csv.CsvRowReader;
import io.storestream.formats.json.JsonRowReader;
import io.storestream.formats.text.CountingInputStream;
import io.storestream.formats.text.GzipInput;
import io.storestream.formats.text.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of stores: JSON if its suffix is {@code .json}, {@code .ndjson} or {@code .jsonl}, which
 * {@code .gz} may follow, or if it begins like JSON, and CSV otherwise. It is compressed if its
 * first bytes are those of gzip. Holds nothing open. Immutable.
 *
 * @param name as given, for messages
 * @param path {@code null} for standard input
 */
public record StoreFile(String name, @Nullable Path path) {

  /** The name of standard input, as many commands have it. */
  static final String STANDARD_INPUT = "-";

  private static final List<String> JSON_SUFFIXES = List.of(".json", ".ndjson", ".jsonl");
  private static final String GZIP_SUFFIX = ".gz";
  private static final String REJECTS_SUFFIX = ".rejects.csv";

  public static StoreFile of(String argument) {
    return argument.equals(STANDARD_INPUT)
        ? new StoreFile("standard input", null)
        : of(Path.of(argument));
  }

  public static StoreFile of(Path path) {
    return new StoreFile(path.toString(), path);
  }

  /**
   * Checks that the file exists, without opening it: opening a pipe would wait for its writer.
   *
   * @throws CommandFailedException if it can't be read, or is the rejects file of an earlier run
   */
  public void requireReadable() {
    if (path == null) {
      return;
    }
    if (!Files.exists(path)) {
      throw new CommandFailedException(name + " does not exist: check the name and the folder");
    }
    if (Files.isDirectory(path)) {
      throw new CommandFailedException(name + " is a directory: name the files in it");
    }
    if (!Files.isReadable(path)) {
      throw new CommandFailedException(name + " can't be read: check its permissions");
    }
    if (hasSuffix(REJECTS_SUFFIX)) {
      throw new CommandFailedException(
          name
              + " is a rejects file of an earlier run: repair its rows in the original, or rename it");
    }
  }

  /**
   * Checks that no file would overwrite the rejected rows of another. A file that is named twice
   * only overwrites its own.
   *
   * @throws CommandFailedException if two files share a {@link #rejectsFile}
   */
  public static void requireOwnRejectsFiles(List<StoreFile> files) {
    Map<Path, StoreFile> owners = new HashMap<>();
    for (StoreFile file : files) {
      Path rejects = file.rejectsFile().toAbsolutePath().normalize();
      StoreFile owner = owners.putIfAbsent(rejects, file);
      if (owner != null && !owner.equals(file)) {
        throw new CommandFailedException(
            "%s and %s would both write their rejected rows to %s: publish them separately, from a folder each"
                .formatted(owner.name(), file.name(), rejects));
      }
    }
  }

  /** Returns whether the suffix says that the file is JSON. */
  public boolean isJson() {
    String plain = hasSuffix(GZIP_SUFFIX) ? name.substring(0, name.length() - 3) : name;
    String lowerCase = plain.toLowerCase(Locale.ROOT);
    return path != null && JSON_SUFFIXES.stream().anyMatch(lowerCase::endsWith);
  }

  /** Returns whether the file can be read twice; a pipe can't. */
  boolean isRegular() {
    return path != null && Files.isRegularFile(path);
  }

  /** Returns whether the file is read twice, to find its superseded rows. */
  public boolean isReadTwice() {
    // Events carry their own times, so their order in the file does not decide which one counts.
    return isRegular() && !isJson();
  }

  /** Returns how many bytes there are to read, or -1 if that is unknown. */
  long bytes() {
    try {
      return path != null && isRegular() ? Files.size(path) : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Returns the path of the rejected rows: beside the file, or in the working directory if the
   * file's directory is not writable or is one of devices, as of {@code /dev/stdin}.
   */
  public Path rejectsFile() {
    if (path == null) {
      return Path.of("stdin" + REJECTS_SUFFIX);
    }
    String rejects = path.getFileName() + REJECTS_SUFFIX;
    Path folder = path.toAbsolutePath().getParent();
    boolean writable =
        folder != null
            && Files.isWritable(folder)
            && !folder.startsWith("/dev")
            && !folder.startsWith("/proc");
    return writable ? path.resolveSibling(rejects) : Path.of(rejects);
  }

  /**
   * Opens the file.
   *
   * @param updatedAt of each row, and of each event that has no time
   * @param onBytes receives how many more bytes of the stored file have been read
   * @throws CommandFailedException if the file can't be a file of stores
   */
  public RowReader open(Instant updatedAt, ReadOptions options, LongConsumer onBytes)
      throws IOException {
    InputStream raw = path == null ? System.in : Files.newInputStream(path);
    try {
      InputStream counted = new CountingInputStream(raw, onBytes);
      InputStream plain = GzipInput.open(name, counted, hasSuffix(GZIP_SUFFIX));
      TextInput text = TextInput.open(name, plain, options.encoding());
      return isJson() || JsonRowReader.recognizes(text)
          ? new JsonRowReader(name, text, updatedAt, options)
          : new CsvRowReader(name, text, updatedAt, options);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private boolean hasSuffix(String suffix) {
    return path != null && name.toLowerCase(Locale.ROOT).endsWith(suffix);
  }

  /** Returns the failure to read this file, to be thrown. */
  public CommandFailedException unreadable(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new CommandFailedException("can't read %s: %s".formatted(name, reason), e);
  }
}
