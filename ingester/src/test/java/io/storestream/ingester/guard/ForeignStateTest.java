package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.WATCH_INTERVAL;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.fixtures.CapturedLog;
import io.storestream.ingester.command.IngestInputs;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.Ingester;
import io.storestream.ingester.identity.LocalState;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Local state that is not from the last stop of this application on this cluster: it must not make
 * anything that is published a duplicate.
 */
@Tag("faults")
class ForeignStateTest {

  private static final String APP = "app";

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldKeepTheStatesOfTwoClustersSideBySide() throws Exception {
    try (IngestStack staging = new IngestStack();
        IngestStack production = separateStack();
        CapturedLog log = new CapturedLog(LocalState.class)) {
      staging.ingest(settings(APP, directory.resolve("laptop")), stores(1, 5));
      production.ingest(settings(APP, directory.resolve("server")), stores(6, 30));

      production.ingest(settings(APP, directory.resolve("laptop")), stores(1, 5));
      staging.ingest(settings(APP, directory.resolve("laptop")), stores(6, 7));

      production.awaitStores(APP, numbers(1, 30));
      staging.awaitStores(APP, numbers(1, 7));
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void shouldDropTheStateOfAnotherClusterThatWasPutInItsPlace() throws Exception {
    try (IngestStack staging = new IngestStack();
        IngestStack production = separateStack()) {
      staging.ingest(settings(APP, directory.resolve("staging")), stores(1, 5));
      production.ingest(settings(APP, directory.resolve("production")), stores(6, 30));
      String stagingId = staging.admin().clusterId();
      String productionId = production.admin().clusterId();

      Path swapped = Files.createDirectory(directory.resolve("swapped"));
      copy(directory.resolve("staging").resolve(stagingId), swapped.resolve(productionId));
      copy(directory.resolve("production").resolve(productionId), swapped.resolve(stagingId));

      assertDropped(production, swapped, 30, stores(1, 5));
      assertDropped(staging, swapped, 7, stores(6, 7));
    }
  }

  @Test
  void shouldDropStateThatIsNewerThanARestoredCluster() throws Exception {
    Path data = directory.resolve("kafka");
    Path backup = directory.resolve("backup");
    Path newer = directory.resolve("newer");
    try (IngestStack stack = stackIn(data)) {
      stack.ingest(settings(APP, directory.resolve("first")), stores(1, 1));
    }
    copy(data, backup);
    try (IngestStack stack = stackIn(data)) {
      stack.rebuild(settings(APP, newer));
      stack.ingest(settings(APP, newer), stores(2, 5));
    }
    try (IngestStack restored = stackIn(backup)) {
      restored.rebuild(settings(APP, newer));
      restored.ingest(settings(APP, directory.resolve("other")), stores(6, 30));

      assertDropped(restored, newer, 30, stores(2, 5));
    }
  }

  @Test
  void shouldUseTheStateOfTheLastCleanStopOnly() throws Exception {
    try (IngestStack stack = new IngestStack()) {
      Path original = directory.resolve("original");
      stack.ingest(settings(APP, original), stores(1, 3));
      Path older = copy(original, directory.resolve("older"));
      assertKept(stack, original, upsert("2", 2018), upsert("4"));
      Path inUse;
      try (Ingester running = stack.start(settings(APP, original))) {
        awaitCaughtUp(running);
        inUse = copy(original, directory.resolve("inUse"));
        assertThatExceptionOfType(CommandFailedException.class)
            .isThrownBy(() -> stack.start(settings(APP, original)).close())
            .withMessage(
                "another instance of application app uses %s for its state: give each instance a separate --state-dir"
                    .formatted(original));
      }

      assertDropped(stack, older, 5, upsert("2", 2018), upsert("5"));
      assertDropped(stack, inUse, 6, upsert("3"), upsert("6"));
      assertKept(stack, original, upsert("6"), upsert("7"));
      stack.awaitStores(APP, numbers(1, 7));
    }
  }

  @Test
  void shouldDropTheStateOfAnApplicationThatHasBegunAnew() throws Exception {
    try (IngestStack stack = new IngestStack()) {
      stack.ingest(settings(APP, directory.resolve("before")), stores(1, 5));
      stack.clear();
      stack.ingest(settings(APP, directory.resolve("after")), stores(6, 30));

      assertDropped(stack, directory.resolve("before"), 30, stores(1, 5));
    }
  }

  @Test
  void shouldRefuseATableOfThisNameInAnotherDynamoDb() throws Exception {
    Path stateDir = directory.resolve("state");
    try (IngestStack stack = new IngestStack();
        IngestStack other = separateStack()) {
      stack.ingest(settings(APP, stateDir), stores(1, 5));
      other.ingest(settings(APP, directory.resolve("other")), stores(6, 30));

      assertThatExceptionOfType(CommandFailedException.class)
          .isThrownBy(
              () ->
                  other
                      .start(settings(APP, stateDir), stack.kafkaOptions(), WATCH_INTERVAL)
                      .close())
          .withMessageEndingWith(
              "may lack what is in that: run `./stores rebuild --table app`, and start again when"
                  + " it is complete");
      assertThat(other.storesIn(APP)).containsExactlyInAnyOrder(numbers(6, 30));
    }
  }

  private static IngestStack stackIn(Path kafkaDirectory) {
    return new IngestStack(EmbeddedKafka.start(0, kafkaDirectory), EmbeddedDynamoDb.start());
  }

  private static IngestStack separateStack() {
    return new IngestStack(EmbeddedKafka.start(), EmbeddedDynamoDb.start());
  }

  /** Asserts that a directory is deleted, and that the table has this many stores afterwards. */
  private static void assertDropped(IngestStack stack, Path stateDir, int stores, String... events)
      throws Exception {
    try (CapturedLog log = new CapturedLog(LocalState.class)) {
      stack.ingest(settings(APP, stateDir), events);
      stack.awaitStores(APP, numbers(1, stores));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith(
              "WARN Local state in %s is dropped and read back from Kafka: "
                  .formatted(stateDir.resolve(stack.admin().clusterId()).resolve(APP)));
    }
  }

  private static void assertKept(IngestStack stack, Path stateDir, String... events)
      throws Exception {
    try (CapturedLog log = new CapturedLog(LocalState.class)) {
      stack.ingest(settings(APP, stateDir), events);
      assertThat(log.lines()).isEmpty();
    }
  }

  private static String[] stores(int first, int last) {
    return Stream.of(numbers(first, last)).map(IngestInputs::upsert).toArray(String[]::new);
  }

  private static String[] numbers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** Returns the target, which has all of the source then. */
  private static Path copy(Path source, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(source)) {
      paths
          .filter(it -> !it.startsWith(target))
          .forEach(
              path -> {
                try {
                  Files.copy(path, target.resolve(source.relativize(path).toString()));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return target;
  }
}
