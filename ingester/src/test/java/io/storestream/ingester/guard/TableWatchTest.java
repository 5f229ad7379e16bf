package io.storestream.ingester.guard;

import static io.storestream.ingester.command.IngestInputs.settings;
import static io.storestream.ingester.command.IngestInputs.upsert;
import static io.storestream.ingester.command.IngestStack.TIMEOUT;
import static io.storestream.ingester.command.IngestStack.awaitCaughtUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.CapturedLog;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.command.IngestStack;
import io.storestream.ingester.command.Ingester;
import io.storestream.ingester.command.IngesterHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is gone under an ingester that has nothing to write, and comes back. */
class TableWatchTest {

  private static final String APP = "idle";

  @TempDir private Path stateDir = Path.of("");

  @Test
  void shouldTellOfALostTableBeforeAnythingIsWritten() throws Exception {
    IngesterSettings settings = settings(APP, stateDir);
    try (IngestStack stack = new IngestStack()) {
      tellOfALostTable(stack, settings);

      stack.start(settings).close(); // as the new table is remembered
    }
  }

  private static void tellOfALostTable(IngestStack stack, IngesterSettings settings)
      throws Exception {
    try (CapturedLog log = new CapturedLog(TableWatch.class);
        Ingester ingester = stack.start(settings)) {
      IngesterHealth health = new IngesterHealth(ingester, Duration.ofDays(1));
      await().atMost(TIMEOUT).until(() -> health.trouble().isEmpty());

      stack.produce(APP, 0, upsert("0"));
      awaitCaughtUp(ingester);
      stack.deleteTable(APP);
      await()
          .atMost(TIMEOUT)
          .until(
              health::trouble,
              Optional.of("table idle does not exist: run `./stores rebuild --table idle`")
                  ::equals);

      stack.produce(APP, 0, upsert("1"));
      TableSetup.ofStores(stack.reader(), APP).ensure(settings.billing());
      await()
          .atMost(TIMEOUT)
          .until(
              health::trouble,
              Optional.of(
                      "table idle was recreated and lacks what was written before: run `./stores"
                          + " rebuild --table idle`")
                  ::equals);
      awaitCaughtUp(ingester);
      assertThat(stack.storesIn(APP)).containsExactly("1");

      stack.rebuild(settings);
      await().atMost(TIMEOUT).until(() -> health.trouble().isEmpty());
      assertThat(stack.storesIn(APP)).containsExactly("0", "1");
      assertThat(log.lines())
          .containsExactly(
              "WARN table idle does not exist: run `./stores rebuild --table idle`; changes are kept"
                  + " meanwhile",
              "WARN table idle was recreated and lacks what was written before: run `./stores"
                  + " rebuild --table idle`; what changes from now on is written",
              "INFO Table idle was recreated, and a rebuild has filled it");
    }
  }
}
