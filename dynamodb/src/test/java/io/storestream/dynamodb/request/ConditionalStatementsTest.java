package io.storestream.dynamodb.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.CountItems;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.CountsTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.localstack.SharedBackends;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The statements as DynamoDB itself understands them; each test has a separate store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionalStatementsTest {

  private static final String TABLE = "table";
  private static final WriteResult WRITTEN = new WriteResult.Written();

  private final EmbeddedDynamoDb server = SharedBackends.dynamoDb();
  private final DynamoDbAsyncClient dynamoDb =
      DynamoDbClients.forWriting(DynamoDbEndpoint.local(server.endpoint()), 2);
  private final ConditionalStatements writes =
      new ConditionalStatements(dynamoDb, ItemStatements.ofStores(TABLE));

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
    put(item);

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

  @Test
  void shouldNotInsertWhatExists() {
    write(open("existing", 5, "A"));

    assertThat(attempt(writes, open("existing", 6, "B"), true)).isEqualTo(new WriteResult.Exists());
    assertThat(read("existing")).isEqualTo(open("existing", 5, "A"));
  }

  @Test
  void shouldNotUpdateWhatDoesNotExist() {
    assertThat(attempt(writes, open("missing", 5, "A"), false))
        .isEqualTo(new WriteResult.Missing());
    assertThat(item("missing")).isEmpty();
  }

  @Test
  void shouldNotReplaceAVersionThatIsNoNumber() {
    Map<String, AttributeValue> item =
        Map.of("StoreNumber", AttributeValue.fromS("text"), "Version", AttributeValue.fromS("7"));
    put(item);

    assertThat(write(open("text", 5, "A"))).isEqualTo(superseded(5));
    assertThat(item("text")).isEqualTo(item);
  }

  @Test
  void shouldKeepTheAttributesOfOtherPrograms() {
    put(
        Map.of(
            "StoreNumber", AttributeValue.fromS("shared"),
            "OpeningHours", AttributeValue.fromS("8-20"),
            "ExpiresAt", AttributeValue.fromN("1")));

    write(open("shared", 5, "A"));

    Map<String, AttributeValue> expected = new HashMap<>(toItem(open("shared", 5, "A")));
    expected.put("OpeningHours", AttributeValue.fromS("8-20"));
    assertThat(item("shared")).isEqualTo(expected);
  }

  /** Such as one that is too large together with the attributes of other programs. */
  @Test
  void shouldRejectOnlyTheItemThatIsTooLarge() {
    put(
        Map.of(
            "StoreNumber", AttributeValue.fromS("large"),
            "Menu", AttributeValue.fromS("x".repeat(350_000))));
    VersionedStore large = open("large", 1, "x".repeat(100_000));

    List<WriteResult> results =
        results(writes, attempt(large, false), attempt(open("small", 1, "A"), true));

    assertThat(results.get(0))
        .isEqualTo(
            new WriteResult.Rejected(
                "ValidationError: Item size to update has exceeded the maximum allowed size"));
    assertThat(results.get(1)).isEqualTo(WRITTEN);
    assertThat(read("small")).isEqualTo(open("small", 1, "A"));
  }

  @Test
  void shouldKeepWhatAMissingTableDoesNotTake() {
    ConditionalStatements elsewhere =
        new ConditionalStatements(dynamoDb, ItemStatements.ofStores("elsewhere"));

    assertThat(attempt(elsewhere, open("a", 1, "A"), true))
        .isEqualTo(
            new WriteResult.Unavailable(
                "ResourceNotFound: Cannot do operations on a non-existent table"));
  }

  @Test
  void shouldWriteAsManyItemsAsOneRequestTakes() {
    WriteOperation.Attempt[] attempts =
        IntStream.range(0, writes.maxItems())
            .mapToObj(i -> attempt(open("many" + i, 1, "A"), true))
            .toArray(WriteOperation.Attempt[]::new);

    assertThat(results(writes, attempts)).containsOnly(WRITTEN);
  }

  @Test
  void shouldWriteCounts() {
    String table = CountsTable.nameFor(TABLE);
    TableSetup.ofCounts(dynamoDb, TABLE).ensure(new Billing.OnDemand());
    ConditionalStatements counts =
        new ConditionalStatements(dynamoDb, ItemStatements.ofCounts(table));
    Location omaha = Location.parse("US#NE#OMAHA");

    assertThat(results(counts, count(omaha, 2, 1, true))).containsExactly(WRITTEN);
    assertThat(results(counts, count(omaha, 3, 2, false))).containsExactly(WRITTEN);
    assertThat(results(counts, count(omaha, 2, 1, false))).containsExactly(superseded(2));
    Location tooLong = new Location(List.of("US", "x".repeat(2_000)));
    Location iowa = Location.parse("US#IA");
    assertThat(results(counts, count(tooLong, 1, 1, true), count(iowa, 1, 1, true)))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        it -> assertThat(it.reason()).startsWith("ValidationError: ")),
            second -> assertThat(second).isEqualTo(WRITTEN));

    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(get -> get.tableName(table).consistentRead(true).key(CountItems.key(omaha)))
            .join()
            .item();
    assertThat(CountItems.fromItem(item)).isEqualTo(new LocationCount(omaha, 3, new Version(0, 2)));
  }

  private WriteOperation.Attempt count(Location location, long count, int version, boolean insert) {
    LocationCount written = new LocationCount(location, count, new Version(0, version));
    return new WriteOperation.Attempt(
        new ItemWrite.CountItem(written, Instant.EPOCH, insert), insert);
  }

  /** Writes as the writer does: an item that exists is updated. */
  private WriteResult write(VersionedStore state) {
    WriteResult result = attempt(writes, state, true);
    return result instanceof WriteResult.Exists ? attempt(writes, state, false) : result;
  }

  private static WriteResult attempt(
      WriteOperation operation, VersionedStore state, boolean insert) {
    return results(operation, attempt(state, insert)).get(0);
  }

  private static WriteOperation.Attempt attempt(VersionedStore state, boolean insert) {
    return new WriteOperation.Attempt(
        new ItemWrite.StoreItem(new AcceptedState(state, Instant.EPOCH), insert), insert);
  }

  private static List<WriteResult> results(
      WriteOperation operation, WriteOperation.Attempt... attempts) {
    return operation.write(List.of(attempts)).join().results();
  }

  private static WriteResult superseded(int held) {
    return new WriteResult.Superseded(new Version(0, held));
  }

  private VersionedStore read(String storeNumber) {
    return StoreItems.fromItem(item(storeNumber));
  }

  private Map<String, AttributeValue> item(String storeNumber) {
    return dynamoDb
        .getItem(
            request ->
                request
                    .tableName(TABLE)
                    .consistentRead(true)
                    .key(Map.of("StoreNumber", AttributeValue.fromS(storeNumber))))
        .join()
        .item();
  }

  private void put(Map<String, AttributeValue> item) {
    dynamoDb.putItem(request -> request.tableName(TABLE).item(item)).join();
  }

  private static Map<String, AttributeValue> toItem(VersionedStore state) {
    return StoreItems.toItem(state, Instant.EPOCH);
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
