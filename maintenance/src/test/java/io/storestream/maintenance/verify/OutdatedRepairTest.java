package io.storestream.maintenance.verify;

import static io.storestream.maintenance.verify.VerifyStack.state;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.kafka.Topics;
import io.storestream.maintenance.verify.state.DifferenceKind;
import io.storestream.model.AcceptedState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** What an ingester writes after a store was found to differ, and before the repair, stays. */
class OutdatedRepairTest extends VerifySuite {

  OutdatedRepairTest() {
    super(1);
  }

  @Test
  void shouldNotTakeBackAMissingStoreThatChangesWhileCountsAreRead() {
    stack.publish(state("1", 1, "Omaha")); // without counts, so that those are checked again

    repairAfter("getItem", DifferenceKind.MISSING, state("1", 2, "Omaha"));

    assertIngested(state("1", 2, "Omaha"));
  }

  @Test
  void shouldNotDeleteAnExtraItemWhoseStoreComesWhileCountsAreRead() {
    stack.publish(state("0", 1, "Omaha"));
    stack.put(table, state("0", 1, "Omaha"), state("1", 1, "Omaha"));

    repairAfter("getItem", DifferenceKind.EXTRA, state("1", 2, "Omaha"));

    assertIngested(state("1", 2, "Omaha"));
  }

  @Test
  void shouldNotTakeBackAMissingStoreThatChangesBeforeDifferencesAreDescribed() {
    stack.publish(state("0", 1, "Omaha"), state("1", 1, "Omaha"));
    stack.put(table, state("0", 1, "Lincoln")); // to describe this, the topic is read again
    stack.putCounts(table, state("0", 1, "Omaha"), state("1", 1, "Omaha"));

    repairAfter("scan", DifferenceKind.MISSING, state("1", 2, "Omaha"));

    assertIngested(state("1", 2, "Omaha"));
  }

  @Test
  void shouldLeaveAloneAStoreWhoseNextRecordCannotBeRead() {
    stack.publish(state("1", 1, "Omaha"));

    repairAfter(
        "getItem",
        DifferenceKind.MISSING,
        () ->
            stack.publish(
                List.of(new ProducerRecord<>(Topics.STORES, "1".getBytes(UTF_8), new byte[0]))));

    assertThat(stack.itemsOf(table)).isEmpty();
  }

  private void repairAfter(String method, DifferenceKind found, AcceptedState ingested) {
    repairAfter(
        method,
        found,
        () -> {
          stack.publish(ingested);
          stack.put(table, ingested);
        });
  }

  /** Does something as soon as the table of counts is read so, and repairs then. */
  private void repairAfter(String method, DifferenceKind found, Runnable meanwhile) {
    AtomicBoolean done = new AtomicBoolean();
    Runnable once =
        () -> {
          if (done.compareAndSet(false, true)) {
            meanwhile.run();
          }
        };
    try (TableVerification verification =
        stack.open(table, before(method, CountsTable.nameFor(table), once))) {
      assertThat(verification.verify().stores().count(found)).isEqualTo(1);
      assertThat(done).isTrue();
      assertThat(verification.repair()).isPositive(); // of all else
    }
  }

  private void assertIngested(AcceptedState expected) {
    assertThat(stack.itemsOf(table))
        .containsEntry(expected.storeNumber(), StoreItems.toItem(expected));
  }

  /** Returns a client that runs an action before each such request. */
  private DynamoDbAsyncClient before(String method, String tableName, Runnable action) {
    DynamoDbAsyncClient client = stack.newClient();
    return (DynamoDbAsyncClient)
        Proxy.newProxyInstance(
            DynamoDbAsyncClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbAsyncClient.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)
                  && arguments[0].toString().contains("TableName=" + tableName)) {
                action.run();
              }
              try {
                return called.invoke(client, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
