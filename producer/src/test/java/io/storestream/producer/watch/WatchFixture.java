package io.storestream.producer.watch;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.producer.live.Scope;
import io.storestream.producer.watch.FilePublisher.Published;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A watched folder, and a publisher that notes what it gets. */
final class WatchFixture implements FilePublisher {

  static final Published NOTHING = new Published(0, 0, 0, 0, null);

  final List<TakenFile> published = new ArrayList<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Path folder;

  /** May throw, or change the folder; by default all is well. */
  Consumer<TakenFile> onPublish = file -> {};

  Published result = NOTHING;

  /** Between two looks at the folder. */
  Duration interval = Duration.ofNanos(1);

  WatchFixture(Path folder) {
    this.folder = folder;
  }

  @Override
  public Published publish(TakenFile file, WatchedFolder ignored) {
    published.add(file);
    onPublish.accept(file);
    return result;
  }

  List<String> publishedNames() {
    return published.stream().map(TakenFile::name).toList();
  }

  FolderWatch open(FileOrder order, Duration quietTime) {
    WatchSettings settings =
        new WatchSettings(List.of(new WatchedFolder(folder, Scope.EVERYTHING)), order, quietTime);
    return FolderWatch.open(settings, this, registry, interval);
  }

  /** Runs until there is nothing to do at once. */
  void runUntilIdle() {
    runUntilIdle(FileOrder.NAME);
  }

  void runUntilIdle(FileOrder order) {
    try (FolderWatch watch = open(order, Duration.ZERO)) {
      watch.run(wait -> !wait.isZero());
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double count(String metric) {
    return registry.get(metric).tag("folder", folder.toString()).meters().stream()
        .flatMap(it -> Stream.of(it.measure().iterator().next()))
        .mapToDouble(it -> it.getValue())
        .sum();
  }

  /** Returns the relative paths of all files but the lock. */
  SortedSet<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      TreeSet<String> names = new TreeSet<>();
      all.filter(Files::isRegularFile)
          .map(it -> folder.relativize(it).toString())
          .filter(it -> !it.equals(".storestream.lock"))
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
