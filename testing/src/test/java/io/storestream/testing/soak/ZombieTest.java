package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.fault.Hold;
import io.storestream.testing.workload.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request of a dead ingester arrives after another ingester has written a newer state. */
@Tag("faults")
class ZombieTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String OLD = "Old Town";
  private static final String NEW = "New Town";

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldNotBeTakenBackByALateWrite() throws Exception {
    assertThat(cityAfterALateWrite(WriteMode.CONDITIONAL)).isEqualTo(NEW);
  }

  /** The condition prevents this: without one, as in a batch, the late write wins. */
  @Test
  void shouldBeTakenBackIfWritesHadNoCondition() throws Exception {
    assertThat(cityAfterALateWrite(WriteMode.BATCH)).isEqualTo(OLD);
  }

  private String cityAfterALateWrite(WriteMode writes) throws Exception {
    SoakPlan plan = new SoakPlan(50, 1, 1, 2, writes);
    try (SoakStack stack = new SoakStack(plan, directory)) {
      IngesterProcess first = stack.ingesters().get(0);
      IngesterProcess second = stack.ingesters().get(1);
      Hold hold = stack.proxy().hold(body -> body.contains(OLD));
      first.start();
      stack.publisher().publish(open(OLD, "2020-01-01T00:00:00Z"));
      hold.awaitHeld(TIMEOUT);
      first.kill();

      second.start();
      stack.publisher().publish(open(NEW, "2020-01-02T00:00:00Z"));
      await().atMost(TIMEOUT).until(() -> city(stack).equals(NEW));
      assertThat(second.stop(SoakRun.STOP_TIMEOUT)).isZero();
      hold.release();

      return city(stack);
    }
  }

  private static Change open(String city, String updatedAt) {
    ObjectNode store = JsonNodeFactory.instance.objectNode().put("country", "US").put("city", city);
    return Change.upsert("17", Instant.parse(updatedAt), store, 0);
  }

  private static String city(SoakStack stack) {
    return stack
        .reader()
        .scan(scan -> scan.tableName(StoresTable.DEFAULT_NAME).consistentRead(true))
        .join()
        .items()
        .stream()
        .map(item -> Objects.requireNonNull(item.get("City")).s())
        .findAny()
        .orElse("");
  }
}
