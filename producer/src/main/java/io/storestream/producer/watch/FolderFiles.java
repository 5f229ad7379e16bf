package io.storestream.producer.watch;

import io.storestream.cli.CommandFailedException;
import io.storestream.producer.watch.FilePublisher.Published;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a watched folder. A file is in one of four places: in the folder itself while it
 * waits, in {@code taken/TIME/} while it is published, and then in {@code done/} or {@code
 * failed/}.
 *
 * <p>Each step is one atomic rename, so that a crash leaves no step half done. The name of the
 * folder in {@code taken} is the time of the file's rows, so that the file has the same time
 * whenever it is published. Not thread-safe.
 */
final class FolderFiles {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.nnnnnnnnn'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Names of files that another program is still writing. */
  private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".filepart");

  private static final int MAX_NAME_BYTES = 200;

  /** How many characters of a longer name are kept; a character takes up to four bytes. */
  private static final int LAST_CHARACTERS = MAX_NAME_BYTES / 4;

  private final Path folder;
  private final Path taken;
  private final Path done;
  private final Path failed;

  FolderFiles(Path folder) {
    this.folder = folder;
    this.taken = folder.resolve("taken");
    this.done = folder.resolve("done");
    this.failed = folder.resolve("failed");
  }

  /**
   * Creates the folders within the folder.
   *
   * @throws CommandFailedException if the folder does not exist or can't be written
   */
  void prepare() {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailedException(
          "there is no folder %s to watch (--watch): create it, or correct the name"
              .formatted(folder));
    }
    try {
      for (Path sub : List.of(taken, done, failed)) {
        Files.createDirectories(sub);
      }
      sync(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Returns the files that wait, in no order. */
  List<WaitingFile> waiting() {
    List<WaitingFile> files = new ArrayList<>();
    for (Path path : list(folder)) {
      if (!isHidden(path) && !isUnfinished(nameOf(path))) {
        waitingAt(path).ifPresent(files::add);
      }
    }
    return files;
  }

  /** Returns whether a file is still as it was. */
  boolean isUnchanged(WaitingFile file) {
    return waitingAt(file.path()).filter(file::equals).isPresent();
  }

  private static Optional<WaitingFile> waitingAt(Path path) {
    return attributes(path)
        .filter(BasicFileAttributes::isRegularFile)
        .map(
            it ->
                new WaitingFile(
                    path, nameOf(path), it.size(), it.lastModifiedTime(), it.fileKey()));
  }

  private static boolean isUnfinished(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return UNFINISHED.stream().anyMatch(lowerCase::endsWith);
  }

  private static boolean isHidden(Path path) {
    return nameOf(path).startsWith(".");
  }

  /** Returns nothing for a file that is gone. */
  private static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Returns the files that were taken and are not finished, the one that was taken first first. */
  List<TakenFile> taken() {
    List<TakenFile> files = new ArrayList<>();
    for (Path path : list(taken)) {
      timeOf(path).flatMap(time -> takenIn(path, time)).ifPresent(files::add);
    }
    files.sort(Comparator.comparing(TakenFile::updatedAt));
    return files;
  }

  private static Optional<Instant> timeOf(Path path) {
    try {
      return Optional.of(TIME.parse(nameOf(path), Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the file in a folder; if there is none, it was finished, and the folder is removed. */
  private Optional<TakenFile> takenIn(Path own, Instant time) {
    // The file of rejected rows beside it has a longer name.
    Optional<Path> file =
        list(own).stream()
            .filter(it -> !isHidden(it))
            .min(Comparator.comparingInt(it -> nameOf(it).length()));
    if (file.isEmpty()) {
      delete(own);
    }
    return file.map(it -> new TakenFile(it, folder.resolve(nameOf(it)), time));
  }

  /**
   * Takes a file that waits. Once this returns, the file is published at this time, whatever
   * happens.
   *
   * @return nothing if the file is gone
   */
  Optional<TakenFile> take(WaitingFile file, Instant updatedAt) {
    Path own = taken.resolve(TIME.format(updatedAt));
    Path origin = file.path();
    Path target = own.resolve(shortened(file.name()));
    try {
      Files.createDirectory(own);
      sync(taken);
      Files.move(origin, target, StandardCopyOption.ATOMIC_MOVE);
      sync(own);
      sync(folder);
      return Optional.of(new TakenFile(target, origin, updatedAt));
    } catch (NoSuchFileException e) {
      delete(own);
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(origin, e);
    }
  }

  /** Leaves room for what is added to a name: a file system takes 255 bytes. */
  private static String shortened(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
        ? name
        : name.substring(name.offsetByCodePoints(name.length(), -LAST_CHARACTERS));
  }

  /** Moves a file that was published, and its rejected rows, to {@code done}. */
  void finish(TakenFile file, Published published) {
    Path target = free(done, file);
    if (published.nothingClosedBecause() != null) {
      write(
          beside(target, ".warning"),
          "no store was closed: %s%n".formatted(published.nothingClosedBecause()));
    }
    moveWithRejects(file, target);
  }

  /** Moves a file that can't be used, and its rejected rows, to {@code failed}. */
  void fail(TakenFile file, String error) {
    Path target = free(failed, file);
    write(
        beside(target, ".error"),
        "%s%nMove the repaired file to %s to publish it.%n".formatted(error, folder));
    moveWithRejects(file, target);
  }

  /** The file itself is moved last: until then, all of this is done again after a crash. */
  private void moveWithRejects(TakenFile file, Path target) {
    Path own = file.path().resolveSibling("");
    try {
      Path rejects = beside(file.path(), ".rejects.csv");
      if (Files.exists(rejects)) {
        Files.move(rejects, beside(target, ".rejects.csv"), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
      sync(target.resolveSibling(""));
      sync(own);
    } catch (IOException e) {
      throw unusable(target, e);
    }
    delete(own);
  }

  /** Returns a name that no other file has; the same one if it is asked for again. */
  private static Path free(Path target, TakenFile file) {
    Path same = target.resolve(file.name());
    return Files.exists(same)
        ? target.resolve(TIME.format(file.updatedAt()) + "-" + file.name())
        : same;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(nameOf(file) + suffix);
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // A network file system keeps an open file under a hidden name for a while.
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw unusable(directory, e);
    } catch (UncheckedIOException e) {
      throw unusable(directory, Objects.requireNonNull(e.getCause()));
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Makes the renames in a directory survive a loss of power. */
  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Returns the failure to use a file or folder, to be thrown. */
  static CommandFailedException unusable(Path path, IOException e) {
    String reason =
        e instanceof AccessDeniedException
            ? "permission denied: let this process read and write the folder"
            : e instanceof AtomicMoveNotSupportedException
                ? "it is on another file system: taken, done and failed must be on that of the folder"
                : e instanceof NoSuchFileException || e instanceof NotDirectoryException
                    ? "it is gone: mount or create it again"
                    : e.getMessage();
    return new CommandFailedException("can't use %s (--watch): %s".formatted(path, reason), e);
  }
}
