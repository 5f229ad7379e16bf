package io.storestream.producer.watch;

import io.storestream.producer.live.Scope;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder to watch. Immutable.
 *
 * @param scope the stores of which each of its files is a complete list, if files are snapshots
 */
public record WatchedFolder(Path path, Scope scope) {

  /** A name may have an equals sign; only a country begins a scope. */
  private static final Pattern SCOPED =
      Pattern.compile("(.+?)=(\\s*country\\s*=.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Parses folders such as {@code incoming} or {@code incoming/us=country=US}.
   *
   * @throws IllegalArgumentException if a scope is invalid, or a folder is there twice
   */
  public static List<WatchedFolder> parse(List<String> texts) {
    List<WatchedFolder> folders = texts.stream().map(WatchedFolder::parse).toList();
    Set<Path> paths = new HashSet<>();
    for (WatchedFolder folder : folders) {
      if (!paths.add(folder.path().toAbsolutePath().normalize())) {
        throw new IllegalArgumentException(
            "--watch has the folder %s twice: name it once".formatted(folder.path()));
      }
    }
    return folders;
  }

  private static WatchedFolder parse(String text) {
    Matcher scoped = SCOPED.matcher(text);
    return scoped.matches()
        ? new WatchedFolder(Path.of(scoped.group(1)), Scope.parse(scoped.group(2)))
        : new WatchedFolder(Path.of(text), Scope.EVERYTHING);
  }
}
