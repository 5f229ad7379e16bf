package io.storestream.ingester;

import static io.storestream.ingester.IngestStack.TIMEOUT;
import static io.storestream.ingester.IngestStack.awaitCaughtUp;
import static io.storestream.ingester.IngestStack.settings;
import static io.storestream.ingester.IngestStack.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storestream.table.TableSetup;
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
    try (IngestStack stack = new IngestStack();
        CapturedLog log = new CapturedLog(TableWatch.class);
        Ingester ingester = stack.start(settings)) {
      IngesterHealth health = new IngesterHealth(ingester, Duration.ofDays(1));
      await().atMost(TIMEOUT).until(() -> health.trouble().isEmpty());

      stack.deleteTable(APP);
      await()
          .atMost(TIMEOUT)
          .until(
              health::trouble,
              Optional.of("table idle does not exist: run `./stores rebuild --table idle`")
                  ::equals);

      stack.produce(APP, 0, upsert("1"));
      TableSetup.ofStores(stack.reader(), APP).ensure(settings.billing());
      await().atMost(TIMEOUT).until(() -> health.trouble().isEmpty());
      awaitCaughtUp(ingester);
      assertThat(stack.storesIn(APP)).containsExactly("1");
      assertThat(log.lines()).hasSize(3);
      assertThat(log.lines().get(0))
          .isEqualTo(
              "WARN table idle does not exist: run `./stores rebuild --table idle`; changes are kept"
                  + " meanwhile");
      assertThat(log.lines().get(1))
          .startsWith("WARN Table idle was created anew at ")
          .endsWith(": unless a rebuild has filled it, run `./stores rebuild --table idle`");
      assertThat(log.lines().get(2)).isEqualTo("INFO Table idle can be used again");
    }
  }
}
