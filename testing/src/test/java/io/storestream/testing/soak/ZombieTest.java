package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.testing.fault.Hold;
import io.storestream.testing.process.IngesterProcess;
import io.storestream.testing.workload.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** A request of a dead ingester arrives after another ingester has written a newer state. */
@Tag("faults")
class ZombieTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final SoakPlan PLAN = new SoakPlan(50, 1, 1, 2);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String OLD = "Old Town";
  private static final String NEW = "New Town";

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldNotTakeBackANewStoreByALateInsert() throws Exception {
    try (SoakStack stack = new SoakStack(PLAN, directory)) {
      // given
      first(stack).start();
      Hold hold = stack.proxy().hold(body -> body.contains(OLD));
      stack.publisher().publish(open("17", OLD, 1));
      assertThat(hold.awaitHeld(TIMEOUT)).contains("INSERT").doesNotContain("UPDATE");
      first(stack).kill();

      // when
      writeNewStates(stack, "17");
      hold.release();

      // then
      assertThat(cities(stack)).isEqualTo(Map.of("17", NEW));
    }
  }

  @Test
  void shouldNotTakeBackAKnownStoreByALateUpdate() throws Exception {
    try (SoakStack stack = new SoakStack(PLAN, directory)) {
      // given
      first(stack).start();
      stack.publisher().publish(open("17", "First Town", 0));
      awaitCities(stack, Map.of("17", "First Town"));
      Hold hold = stack.proxy().hold(body -> body.contains(OLD));
      stack.publisher().publish(open("17", OLD, 1));
      assertThat(hold.awaitHeld(TIMEOUT)).contains("UPDATE").doesNotContain("INSERT");
      first(stack).kill();

      // when
      writeNewStates(stack, "17");
      hold.release();

      // then
      assertThat(cities(stack)).isEqualTo(Map.of("17", NEW));
    }
  }

  @Test
  void shouldTakeBackNoStoreByALateBatch() throws Exception {
    try (SoakStack stack = new SoakStack(PLAN, directory, "--max-in-flight", "1")) {
      // given
      first(stack).start();
      stack.publisher().publish(open("17", "First Town", 0));
      awaitCities(stack, Map.of("17", "First Town"));
      Hold blocking = stack.proxy().hold(body -> body.contains("Blocking Town"));
      stack.publisher().publish(open("20", "Blocking Town", 0));
      blocking.awaitHeld(TIMEOUT);
      Hold hold = stack.proxy().hold(body -> body.contains(OLD));
      for (String storeNumber : List.of("17", "18", "19")) {
        stack.publisher().publish(open(storeNumber, OLD, 1));
      }
      // The request in flight lets them gather.
      await().atMost(TIMEOUT).until(() -> pendingStores(stack) == 4);
      blocking.release();
      assertThat(statementsWith(OLD, hold.awaitHeld(TIMEOUT)))
          .containsExactlyInAnyOrder("UPDATE 17", "INSERT 18", "INSERT 19");
      first(stack).kill();

      // when
      writeNewStates(stack, "17", "18", "19");
      hold.release();

      // then
      assertThat(cities(stack))
          .isEqualTo(Map.of("17", NEW, "18", NEW, "19", NEW, "20", "Blocking Town"));
    }
  }

  private static IngesterProcess first(SoakStack stack) {
    return stack.ingesters().get(0);
  }

  /** The other ingester writes newer states, and stops. */
  private static void writeNewStates(SoakStack stack, String... storeNumbers) {
    IngesterProcess second = stack.ingesters().get(1);
    second.start();
    Map<String, String> expected = new HashMap<>();
    for (String storeNumber : storeNumbers) {
      stack.publisher().publish(open(storeNumber, NEW, 2));
      expected.put(storeNumber, NEW);
    }
    await().atMost(TIMEOUT).until(() -> cities(stack).entrySet().containsAll(expected.entrySet()));
    assertThat(second.stop(SoakRun.STOP_TIMEOUT)).isZero();
  }

  private static void awaitCities(SoakStack stack, Map<String, String> expected) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsMatching(it -> it.getCause() instanceof ResourceNotFoundException)
        .until(() -> cities(stack).equals(expected));
  }

  private static double pendingStores(SoakStack stack) {
    return stack.sum("storestream_pending", "table=\"%s\"".formatted(StoresTable.DEFAULT_NAME));
  }

  /** Returns the statements of a request with a parameter, as {@code INSERT NUMBER}. */
  private static List<String> statementsWith(String parameter, String body) throws IOException {
    List<String> statements = new ArrayList<>();
    for (JsonNode statement : JSON.readTree(body).path("Statements")) {
      List<String> parameters = statement.path("Parameters").findValuesAsText("S");
      if (parameters.contains(parameter)) {
        String verb = statement.path("Statement").asText().split(" ", 2)[0];
        String number =
            parameters.stream().filter(it -> it.matches("\\d+")).findFirst().orElse("none");
        statements.add(verb + " " + number);
      }
    }
    return statements;
  }

  private static Change open(String storeNumber, String city, int day) {
    ObjectNode store = JsonNodeFactory.instance.objectNode().put("country", "US").put("city", city);
    Instant updatedAt = Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofDays(day));
    return Change.upsert(storeNumber, updatedAt, store, 0);
  }

  /** Returns the city of each store in the table, by store number. */
  private static Map<String, String> cities(SoakStack stack) {
    return stack
        .reader()
        .scan(scan -> scan.tableName(StoresTable.DEFAULT_NAME).consistentRead(true))
        .join()
        .items()
        .stream()
        .collect(
            Collectors.toMap(
                StoreItems::storeNumberOf, item -> Objects.requireNonNull(item.get("City")).s()));
  }
}
