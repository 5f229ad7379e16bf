package io.storestream.dynamodb.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.fixtures.EncodedStatements;
import io.storestream.localstack.SharedBackends;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/** The texts of the statements, and the items that DynamoDB makes of them. */
class ItemStatementsTest {

  private static final String TABLE = "table";
  private static final ItemStatements STORES = ItemStatements.ofStores(TABLE);
  private static final ItemStatements COUNTS = ItemStatements.ofCounts(TABLE);

  /** DynamoDB's limit; parameters are not counted. */
  private static final int MAX_STATEMENT_LENGTH = 8192;

  private static final int MAX_TABLE_NAME_LENGTH = 255;

  private Optional<DynamoDbAsyncClient> opened = Optional.empty();

  @BeforeProperty
  void createTable() {
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(SharedBackends.dynamoDb().endpoint());
    opened = Optional.of(DynamoDbClients.forWriting(endpoint, 1));
    TableSetup.ofStores(dynamoDb(), TABLE).ensure(new Billing.OnDemand());
  }

  @AfterProperty
  void stop() {
    dynamoDb().close();
  }

  @Test
  void shouldInsertWhatTheItemHas() {
    BatchStatementRequest insert = insert(STORES, write(new Version(0, 7), open()));

    assertThat(insert.statement())
        .isEqualTo(
            """
            INSERT INTO "table" VALUE {'StoreNumber':?,'Version':?,'UpdatedAt':?,\
            'City':?,'Country':?,'StateCityPostcode':?}""");
    assertThat(insert.parameters())
        .containsExactly(
            string("1"),
            AttributeValue.fromN("7"),
            string("1970-01-01T00:00:00Z"),
            string("Omaha"),
            string("US"),
            string("#OMAHA#"));
  }

  @Test
  void shouldSetWhatTheItemHasAndRemoveTheOthersIfTheTableHasNoneThatIsNewer() {
    BatchStatementRequest update = update(STORES, write(new Version(0, 7), open()));

    assertThat(update.statement())
        .isEqualTo(
            """
            UPDATE "table" SET "Version"=? SET "UpdatedAt"=? REMOVE "ExpiresAt" \
            REMOVE "Brand" REMOVE "StoreName" REMOVE "OwnershipType" REMOVE "StreetAddress" \
            SET "City"=? REMOVE "State" SET "Country"=? REMOVE "Postcode" \
            REMOVE "PhoneNumber" REMOVE "Timezone" REMOVE "Longitude" REMOVE "Latitude" \
            SET "StateCityPostcode"=? REMOVE "Cell" REMOVE "GeohashStoreNumber" \
            WHERE "StoreNumber"=? AND ("Version"<=? OR "Version" IS MISSING)""");
    assertThat(update.parameters())
        .containsExactly(
            AttributeValue.fromN("7"),
            string("1970-01-01T00:00:00Z"),
            string("Omaha"),
            string("US"),
            string("#OMAHA#"),
            string("1"),
            AttributeValue.fromN("7"));
  }

  @Test
  void shouldNameBothKeysOfACount() {
    ItemWrite nebraska =
        new ItemWrite.CountItem(
            new LocationCount(new Location(List.of("US", "NE")), 58, new Version(0, 7)),
            Instant.EPOCH,
            true);

    assertThat(insert(COUNTS, nebraska).statement())
        .isEqualTo(
            """
            INSERT INTO "table" VALUE {'Parent':?,'Name':?,'Count':?,'Version':?}""");
    assertThat(insert(COUNTS, nebraska).parameters())
        .containsExactly(
            string("US"), string("NE"), AttributeValue.fromN("58"), AttributeValue.fromN("7"));
    assertThat(update(COUNTS, nebraska).statement())
        .isEqualTo(
            """
            UPDATE "table" SET "Count"=? SET "Version"=? \
            WHERE "Parent"=? AND "Name"=? AND ("Version"<=? OR "Version" IS MISSING)""");
    assertThat(update(COUNTS, nebraska).parameters())
        .containsExactly(
            AttributeValue.fromN("58"),
            AttributeValue.fromN("7"),
            string("US"),
            string("NE"),
            AttributeValue.fromN("7"));
  }

  @Test
  void shouldBeShorterThanTheLimitOfDynamoDb() {
    ItemStatements statements = ItemStatements.ofStores("T".repeat(MAX_TABLE_NAME_LENGTH));
    Map<StoreField, Integer> fields = new EnumMap<>(StoreField.class);
    for (StoreField field : StoreField.values()) {
      fields.put(field, 1);
    }
    ItemWrite all = write(new Version(0, 7), Optional.of(store(fields)));
    ItemWrite none = write(new Version(0, 7), Optional.empty());

    assertThat(List.of(insert(statements, all), update(statements, all), update(statements, none)))
        .allSatisfy(it -> assertThat(it.statement()).hasSizeLessThan(MAX_STATEMENT_LENGTH));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldMakeTheItemThatAPutWouldMake(
      @ForAll("stores") Optional<Store> first,
      @ForAll("stores") Optional<Store> second,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long nanos,
      @ForAll @IntRange(max = 2) int apart) {
    ItemWrite before = write(new Version(nanos, 1), first);
    ItemWrite after = write(new Version(nanos + apart, 1), second);
    dynamoDb().deleteItem(request -> request.tableName(TABLE).key(key())).join();

    assertThat(execute(before, true)).isEqualTo(new WriteResult.Written());
    assertThat(read()).isEqualTo(toItem(new Version(nanos, 1), first));
    assertThat(execute(after, false)).isEqualTo(new WriteResult.Written());
    assertThat(read()).isEqualTo(toItem(new Version(nanos + apart, 1), second));
  }

  /** Any subset of the fields, or no store; texts that are special in a statement are values. */
  @Provide
  Arbitrary<Optional<Store>> stores() {
    return Arbitraries.maps(Arbitraries.of(StoreField.class), Arbitraries.integers().between(1, 89))
        .map(ItemStatementsTest::store)
        .optional(0.8);
  }

  private static Store store(Map<StoreField, Integer> numbers) {
    StoreBuilder store = new StoreBuilder().storeNumber("1").set(StoreField.COUNTRY, "US");
    numbers.forEach(
        (field, number) -> store.set(field, field.isNumber() ? "" + number : "é'\"?" + number));
    return store.build();
  }

  private static Optional<Store> open() {
    return Optional.of(
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.CITY, "Omaha")
            .set(StoreField.COUNTRY, "US")
            .build());
  }

  private static Map<String, AttributeValue> toItem(Version version, Optional<Store> store) {
    return StoreItems.toItem(new VersionedStore("1", version, store.orElse(null)), Instant.EPOCH);
  }

  private static AttributeValue string(String text) {
    return AttributeValue.fromS(text);
  }

  private static ItemWrite write(Version version, Optional<Store> store) {
    VersionedStore state = new VersionedStore("1", version, store.orElse(null));
    return new ItemWrite.StoreItem(new AcceptedState(state, Instant.EPOCH), true);
  }

  private static BatchStatementRequest insert(ItemStatements statements, ItemWrite write) {
    return only(statements, new WriteOperation.Attempt(write, true));
  }

  private static BatchStatementRequest update(ItemStatements statements, ItemWrite write) {
    return only(statements, new WriteOperation.Attempt(write, false));
  }

  private static BatchStatementRequest only(
      ItemStatements statements, WriteOperation.Attempt attempt) {
    return EncodedStatements.decode(statements.encode(List.of(attempt))).get(0);
  }

  private WriteResult execute(ItemWrite write, boolean insert) {
    return new ConditionalStatements(dynamoDb(), STORES)
        .write(List.of(new WriteOperation.Attempt(write, insert)))
        .join()
        .results()
        .get(0);
  }

  private Map<String, AttributeValue> read() {
    return dynamoDb()
        .getItem(request -> request.tableName(TABLE).consistentRead(true).key(key()))
        .join()
        .item();
  }

  private static Map<String, AttributeValue> key() {
    return Map.of(StoresTable.STORE_NUMBER, string("1"));
  }

  private DynamoDbAsyncClient dynamoDb() {
    return opened.orElseThrow();
  }
}
