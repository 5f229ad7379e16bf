package io.storestream.producer.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuietFilesTest {

  private static final Duration QUIET_TIME = Duration.ofSeconds(5);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final QuietFiles files = new QuietFiles(QUIET_TIME, now::get);

  @Test
  void shouldTakeFileForCompleteOnceItHasNotChangedForTheQuietTime() {
    WaitingFile file = file("a.csv", 1, 1);
    files.look(List.of(file));

    pass(QUIET_TIME.minusNanos(1));
    files.look(List.of(file));
    assertThat(files.isQuiet(file)).isFalse();

    pass(Duration.ofNanos(1));
    assertThat(files.isQuiet(file)).as("not known before the next look").isFalse();
    files.look(List.of(file));
    assertThat(files.isQuiet(file)).isTrue();
  }

  @Test
  void shouldWaitAgainAfterEachChangeOfSizeTimeOrIdentity() {
    WaitingFile file = file("a.csv", 1, 1);
    List<WaitingFile> changes =
        List.of(
            file("a.csv", 2, 1),
            file("a.csv", 2, 2),
            new WaitingFile(Path.of("a.csv"), "a.csv", 2, FileTime.fromMillis(2), "other"));
    files.look(List.of(file));

    for (WaitingFile change : changes) {
      pass(QUIET_TIME);
      files.look(List.of(change));
      assertThat(files.isQuiet(change)).isFalse();
      assertThat(files.isQuiet(file)).isFalse();
    }
    pass(QUIET_TIME);
    files.look(List.of(changes.get(2)));
    assertThat(files.isQuiet(changes.get(2))).isTrue();
  }

  @Test
  void shouldWaitAgainForFileThatWasAway() {
    WaitingFile file = file("a.csv", 1, 1);
    files.look(List.of(file));
    pass(QUIET_TIME);

    files.look(List.of());
    files.look(List.of(file));

    assertThat(files.isQuiet(file)).isFalse();
  }

  @Test
  void shouldTellTheAgeOfTheOldestWhateverChanges() {
    files.look(List.of(file("a.csv", 1, 1)));
    pass(Duration.ofSeconds(1));
    files.look(List.of(file("a.csv", 2, 1), file("b.csv", 1, 1)));
    pass(Duration.ofSeconds(1));

    assertThat(files.oldestAge()).isEqualTo(Duration.ofSeconds(2));
    files.look(List.of(file("b.csv", 1, 1)));
    assertThat(files.oldestAge()).isEqualTo(Duration.ofSeconds(1));
    files.look(List.of());
    assertThat(files.oldestAge()).isZero();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static WaitingFile file(String name, long bytes, long modifiedMs) {
    return new WaitingFile(Path.of(name), name, bytes, FileTime.fromMillis(modifiedMs), "key");
  }
}
