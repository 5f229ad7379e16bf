package io.storestream.maintenance.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.model.AcceptedState;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The index by geohash of a table that is rebuilt. */
class AddIndexTest extends RebuildSuite {

  @Test
  void shouldCreateATableWithTheIndexAndCountsOfCells() {
    LocationCount count = new LocationCount(Location.cell("9z7"), 3, new Version(0, 5));
    topic.write(open(1, 3, 1));
    topic.writeCounts(List.of(count));

    rebuild(settings());

    assertThat(tables().stores().hasCells()).isTrue();
    assertThat(indexed()).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(counts()).containsExactly(count);
  }

  @Test
  void shouldCreateATableWithoutTheIndex() {
    topic.write(open(1, 3, 1));

    rebuild(ofIndex(false, false));

    assertThat(tables().stores().hasCells()).isFalse();
    assertThat(written()).isEqualTo(3);
  }

  @Test
  void shouldLeaveAnExistingTableAsItIs() {
    setupWithoutCells();
    topic.write(open(1, 3, 1));

    rebuild(settings());

    assertThat(tables().stores().hasCells()).isFalse();
  }

  /** The items of earlier releases have no geohash, and an earlier rebuild has written them. */
  @Test
  void shouldAddTheIndexAndWriteAllStoresAgain() {
    setupWithoutCells();
    List<AcceptedState> states = open(1, 3, 1);
    topic.write(states);
    rebuild(settings());
    states.forEach(this::putWithoutGeohash);

    RebuildReport report = rebuild(ofIndex(true, true));

    assertThat(report.stores().written()).isEqualTo(3);
    assertThat(table()).isEqualTo(items(states));
    assertThat(indexed()).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void shouldNotAddAnIndexThatIsLeftOut() {
    assertThatIllegalArgumentException().isThrownBy(() -> ofIndex(false, true));
  }

  private void putWithoutGeohash(AcceptedState state) {
    Map<String, AttributeValue> item = new HashMap<>(StoreItems.toItem(state));
    item.remove(StoresTable.CELL);
    item.remove(StoresTable.GEOHASH_STORE_NUMBER);
    client.putItem(request -> request.tableName(TABLE).item(item)).join();
  }

  /** Returns the numbers of the stores that the index has. */
  private List<String> indexed() {
    List<String> numbers = new ArrayList<>();
    client
        .scan(request -> request.tableName(TABLE).indexName(StoresTable.CELL_INDEX))
        .join()
        .items()
        .forEach(item -> numbers.add(StoreItems.storeNumberOf(item)));
    return numbers;
  }

  private static RebuildSettings ofIndex(boolean geo, boolean addIndex) {
    return new RebuildSettings(TABLE, new Billing.OnDemand(), geo, addIndex, false, false, 4);
  }
}
