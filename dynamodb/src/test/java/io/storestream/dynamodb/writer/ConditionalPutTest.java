package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import io.storestream.model.AcceptedState;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The condition as DynamoDB itself understands it; each test has a separate store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionalPutTest {

  private static final String TABLE = "table";
  private static final WriteResult WRITTEN = new WriteResult.Written();

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forWriting(
          DynamoDbEndpoint.local(server.endpoint()), 2, Duration.ofSeconds(30));
  private final ConditionalPut put = new ConditionalPut(dynamoDb, TABLE);

  @BeforeAll
  void createTable() {
    TableSetup.ofStores(dynamoDb, TABLE).ensure(new Billing.OnDemand());
  }

  @AfterAll
  void stop() {
    dynamoDb.close();
  }

  @Test
  void shouldWriteWhatIsAbsent() {
    assertThat(write(open("absent", 5, "A"))).isEqualTo(WRITTEN);
    assertThat(read("absent")).isEqualTo(open("absent", 5, "A"));
  }

  @Test
  void shouldReplaceWhatIsOlder() {
    write(open("older", 5, "A"));

    assertThat(write(open("older", 6, "B"))).isEqualTo(WRITTEN);
    assertThat(read("older")).isEqualTo(open("older", 6, "B"));
  }

  @Test
  void shouldRepeatAWriteWhoseAnswerWasLost() {
    write(open("equal", 5, "A"));

    assertThat(write(open("equal", 5, "A"))).isEqualTo(WRITTEN);
    assertThat(read("equal")).isEqualTo(open("equal", 5, "A"));
  }

  @Test
  void shouldNeverReplaceWhatIsNewer() {
    write(open("newer", 6, "B"));

    assertThat(write(open("newer", 5, "A"))).isEqualTo(superseded(6));
    assertThat(read("newer")).isEqualTo(open("newer", 6, "B"));
  }

  @Test
  void shouldCompareVersionsAsNumbers() {
    write(open("number", 10, "B"));

    assertThat(write(open("number", 9, "A"))).isEqualTo(superseded(10));
  }

  @Test
  void shouldCompareVersionsToTheNanosecond() {
    Version first = Version.firstAt(Instant.parse("2026-11-20T10:00:00.123456789Z"));
    VersionedStore newer = new VersionedStore("nanos", new Version(first.nanos() + 1, 0), null);
    write(newer);

    assertThat(write(new VersionedStore("nanos", first, null)))
        .isEqualTo(new WriteResult.Superseded(newer.version()));
    assertThat(read("nanos")).isEqualTo(newer);
    assertThat(write(new VersionedStore("nanos", newer.version().next(), null))).isEqualTo(WRITTEN);
  }

  @Test
  void shouldReplaceWhatAnotherProgramWroteWithoutAVersion() {
    Map<String, AttributeValue> item = Map.of("StoreNumber", AttributeValue.fromS("foreign"));
    dynamoDb.putItem(request -> request.tableName(TABLE).item(item)).join();

    assertThat(write(open("foreign", 0, "A"))).isEqualTo(WRITTEN);
    assertThat(read("foreign")).isEqualTo(open("foreign", 0, "A"));
  }

  @Test
  void shouldCloseAStoreAndKeepItClosedAgainstLateWrites() {
    write(open("closed", 5, "A"));

    assertThat(write(closed("closed", 6))).isEqualTo(WRITTEN);
    assertThat(write(open("closed", 5, "A"))).isEqualTo(superseded(6));
    assertThat(read("closed")).isEqualTo(closed("closed", 6));
  }

  @Test
  void shouldReopenAStore() {
    write(closed("reopened", 6));

    assertThat(write(open("reopened", 7, "A"))).isEqualTo(WRITTEN);
    assertThat(read("reopened")).isEqualTo(open("reopened", 7, "A"));
  }

  private WriteResult write(VersionedStore state) {
    List<WriteResult> results =
        put.write(List.of(new ItemWrite.StoreItem(new AcceptedState(state, Instant.EPOCH)))).join();
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  private static WriteResult superseded(int held) {
    return new WriteResult.Superseded(new Version(0, held));
  }

  private VersionedStore read(String storeNumber) {
    return StoreItems.fromItem(
        dynamoDb
            .getItem(
                request ->
                    request
                        .tableName(TABLE)
                        .consistentRead(true)
                        .key(Map.of("StoreNumber", AttributeValue.fromS(storeNumber))))
            .join()
            .item());
  }

  private static VersionedStore open(String storeNumber, int version, String name) {
    return state(storeNumber, version, name);
  }

  private static VersionedStore closed(String storeNumber, int version) {
    return state(storeNumber, version, null);
  }

  private static VersionedStore state(String storeNumber, int version, @Nullable String name) {
    return new VersionedStore(
        storeNumber,
        new Version(0, version),
        name == null
            ? null
            : new StoreBuilder()
                .storeNumber(storeNumber)
                .set(StoreField.STORE_NAME, name)
                .set(StoreField.COUNTRY, "US")
                .build());
  }
}
