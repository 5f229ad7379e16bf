package io.storestream.producer.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.CapturedLog;
import io.storestream.producer.watch.FilePublisher.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private Path folder;
  private WatchFixture watch;

  @BeforeEach
  void setUp() {
    watch = new WatchFixture(folder);
  }

  @Test
  void shouldPublishEachFileOnceInTheOrderOfTheNames() {
    // given
    watch.write("b.csv", "b");
    watch.write("a.csv", "a");
    watch.write("c.csv", "c");

    // when
    watch.runUntilIdle();
    watch.runUntilIdle();

    // then
    assertThat(watch.publishedNames()).containsExactly("a.csv", "b.csv", "c.csv");
    assertThat(watch.published).extracting(TakenFile::updatedAt).isSorted().doesNotHaveDuplicates();
    assertThat(watch.files()).containsExactly("done/a.csv", "done/b.csv", "done/c.csv");
    assertThat(folder.resolve("taken")).isEmptyDirectory();
  }

  @Test
  void shouldPublishInTheOrderOfTheTimesIfAsked() throws IOException {
    // given
    Files.setLastModifiedTime(watch.write("a.csv", "a"), FileTime.fromMillis(3000));
    Files.setLastModifiedTime(watch.write("b.csv", "b"), FileTime.fromMillis(2000));
    Files.setLastModifiedTime(watch.write("c.csv", "c"), FileTime.fromMillis(2000));

    // when
    watch.runUntilIdle(FileOrder.TIME);

    // then
    assertThat(watch.publishedNames()).containsExactly("b.csv", "c.csv", "a.csv");
  }

  @Test
  void shouldPassOverFilesThatAreHiddenOrStillWrittenAndFolders() throws IOException {
    // given
    for (String name : List.of(".a.csv", "b.csv.tmp", "c.csv.PART", "d.csv.filepart")) {
      watch.write(name, "x");
    }
    Files.createDirectory(folder.resolve("e.csv"));
    Files.writeString(Files.createDirectory(folder.resolve("rejects")).resolve("f.csv"), "x");

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.published).isEmpty();
    assertThat(watch.files())
        .containsExactly(".a.csv", "b.csv.tmp", "c.csv.PART", "d.csv.filepart", "rejects/f.csv");
  }

  @Test
  void shouldTakeFileThatIsRenamedIn() throws IOException {
    // given
    Path part = watch.write("a.csv.part", "x");
    watch.runUntilIdle();

    // when
    Files.move(part, folder.resolve("a.csv"));
    watch.runUntilIdle();

    // then
    assertThat(watch.files()).containsExactly("done/a.csv");
  }

  @Test
  void shouldHoldBackTheFilesBehindOneThatIsNotComplete() throws IOException {
    // given a file that grows while the other is quiet
    watch.write("b.csv", "b");
    Path growing = watch.write("a.csv", "a");
    try (FolderWatch open = watch.open(FileOrder.NAME, Duration.ofMillis(1))) {
      int[] looks = {0};

      // when
      open.run(
          wait -> {
            if (!wait.isZero()) {
              looks[0]++;
              append(growing);
            }
            return looks[0] == 20;
          });

      // then
      assertThat(watch.published).isEmpty();

      // when it has ended
      open.run(wait -> watch.published.size() == 2);
    }
    assertThat(watch.publishedNames()).containsExactly("a.csv", "b.csv");
  }

  private static void writeRejects(TakenFile file) {
    append(file.path().resolveSibling(file.name() + ".rejects.csv"));
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldNotTakeFileThatChangesWhileAnotherIsPublished() {
    // given files that are ready together, and a long interval
    watch.interval = Duration.ofHours(1);
    watch.write("a.csv", "a");
    Path second = watch.write("b.csv", "b");
    watch.onPublish = file -> append(second);

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.publishedNames()).containsExactly("a.csv");
    assertThat(watch.files()).containsExactly("b.csv", "done/a.csv");
  }

  @Test
  void shouldPublishAgainAtTheSameTimeWhatAKillInterrupted() {
    // given
    watch.write("a.csv", "a");
    watch.write("b.csv", "b");
    watch.onPublish =
        file -> {
          throw new Killed();
        };
    assertThatExceptionOfType(Killed.class).isThrownBy(watch::runUntilIdle);
    assertThat(watch.files()).hasSize(2).contains("b.csv");

    // when a file of the same name arrives, and one that would be first
    watch.onPublish = file -> {};
    watch.write("a.csv", "another");
    watch.runUntilIdle();

    // then
    assertThat(watch.publishedNames()).containsExactly("a.csv", "a.csv", "a.csv", "b.csv");
    List<Instant> times = watch.published.stream().map(TakenFile::updatedAt).toList();
    assertThat(times.get(1)).isEqualTo(times.get(0));
    assertThat(times.subList(1, 4)).isSorted().doesNotHaveDuplicates();
    assertThat(watch.files())
        .hasSize(3)
        .contains("done/a.csv", "done/b.csv")
        .anyMatch(it -> it.matches("done/[0-9]{8}T[0-9]{6}\\.[0-9]{9}Z-a\\.csv"));
    assertThat(folder.resolve("done/a.csv")).hasContent("a");
  }

  @Test
  void shouldKeepRejectedRowsBesideTheFile() {
    // given
    watch.write("a.csv", "a");
    watch.onPublish = FolderWatchTest::writeRejects;
    watch.result = new Published(3, 1, 2, 0, null);

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.files()).containsExactly("done/a.csv", "done/a.csv.rejects.csv");
    assertThat(watch.count("storestream.files.taken")).isEqualTo(1);
    assertThat(watch.count("storestream.files.done")).isEqualTo(1);
    assertThat(watch.count("storestream.files.failed")).isEqualTo(0);
    assertThat(watch.count("storestream.file.rows")).isEqualTo(3);
    assertThat(watch.count("storestream.file.rows.rejected")).isEqualTo(1);
    assertThat(watch.count("storestream.files.waiting")).isEqualTo(0);
  }

  @Test
  void shouldSetAsideFileThatCantBeUsedAndGoOn() {
    // given
    watch.write("a.csv", "a");
    watch.write("b.csv", "b");
    watch.onPublish =
        file -> {
          if (file.name().equals("a.csv")) {
            writeRejects(file);
            throw new UnusableFileException("a.csv is a PDF: get the list", new IOException());
          }
        };

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.files())
        .containsExactly(
            "done/b.csv", "failed/a.csv", "failed/a.csv.error", "failed/a.csv.rejects.csv");
    assertThat(folder.resolve("failed/a.csv.error"))
        .hasContent(
            "a.csv is a PDF: get the list\nMove the repaired file to %s to publish it.\n"
                .formatted(folder));
    assertThat(watch.count("storestream.files.failed")).isEqualTo(1);
    assertThat(watch.count("storestream.files.done")).isEqualTo(1);
  }

  @Test
  void shouldLogWhatWasPublished() {
    // given
    watch.write("a.csv", "a");
    watch.result = new Published(5, 1, 6, 2, null);

    // when
    List<String> lines;
    try (CapturedLog log = new CapturedLog(FolderQueue.class)) {
      watch.runUntilIdle();
      lines = log.lines();
    }

    // then
    assertThat(lines)
        .containsExactly(
            "INFO %s is done: 5 rows read, 1 rejected, 6 events published, 2 stores closed"
                .formatted(folder.resolve("a.csv")));
  }

  @Test
  void shouldSayWhySnapshotClosedNothing() {
    // given
    watch.write("a.csv", "a");
    watch.result = new Published(0, 0, 0, 0, "there are no rows");

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.files()).containsExactly("done/a.csv", "done/a.csv.warning");
    assertThat(folder.resolve("done/a.csv.warning"))
        .hasContent("no store was closed: there are no rows\n");
  }

  @Test
  void shouldHoldBackTheFolderWhileNothingCanBePublished() {
    // given a broker that is away for three attempts
    watch.write("a.csv", "a");
    List<Duration> waits = new ArrayList<>();
    watch.onPublish =
        file -> {
          if (watch.published.size() <= 3) {
            throw new CommandFailedException("no broker answers");
          }
        };
    AtomicReference<String> trouble = new AtomicReference<>("");

    // when
    try (FolderWatch open = watch.open(FileOrder.NAME, Duration.ZERO)) {
      open.run(
          wait -> {
            if (!wait.isZero()) {
              waits.add(wait);
              open.trouble().ifPresent(trouble::set);
            }
            return watch.published.size() == 4 && !wait.isZero();
          });

      // then
      assertThat(open.trouble()).isEmpty();
    }
    assertThat(trouble).hasValue(folder + " is held back: no broker answers");
    assertThat(waits.subList(0, 3))
        .containsExactly(Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofNanos(4));
    assertThat(watch.published).hasSize(4).containsOnly(watch.published.get(0));
    assertThat(watch.files()).containsExactly("done/a.csv");
  }

  @Test
  void shouldLeaveFileTakenIfItIsStopped() {
    // given
    watch.write("a.csv", "a");
    boolean[] stop = {false};
    watch.onPublish =
        file -> {
          stop[0] = true;
          throw new UnusableFileException("stopped", new IOException());
        };

    // when
    try (FolderWatch open = watch.open(FileOrder.NAME, Duration.ZERO)) {
      open.run(wait -> stop[0]);
    }

    // then
    assertThat(watch.files()).singleElement().asString().startsWith("taken/").endsWith("/a.csv");
  }

  @Test
  void shouldShortenNamesThatLeaveNoRoom() {
    // given
    watch.write("é".repeat(120) + ".csv", "a");

    // when
    watch.runUntilIdle();

    // then
    assertThat(watch.files()).containsExactly("done/" + "é".repeat(46) + ".csv");
  }

  @Test
  void shouldRefuseFolderThatIsNotThere() {
    assertThatThrownBy(() -> new WatchFixture(folder.resolve("missing")).runUntilIdle())
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "there is no folder %s to watch (--watch): create it, or correct the name",
            folder.resolve("missing"));
  }

  @Test
  void shouldRefuseFolderThatIsWatchedAlready() {
    try (FolderWatch first = watch.open(FileOrder.NAME, Duration.ZERO)) {
      assertThat(first.trouble()).isEmpty();
      assertThatThrownBy(() -> watch.open(FileOrder.NAME, Duration.ZERO))
          .isInstanceOf(CommandFailedException.class)
          .hasMessage(
              "another process watches %s: stop it first, or give each process separate folders",
              folder);
    }
    watch.runUntilIdle();
  }
}
