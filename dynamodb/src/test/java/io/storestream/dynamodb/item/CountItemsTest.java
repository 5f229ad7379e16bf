package io.storestream.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CountItemsTest {

  private static final LocationCount OMAHA =
      new LocationCount(new Location(List.of("US", "NE", "Omaha")), 12, new Version(0, 34));

  @Test
  void shouldStandUnderThePlaceAbove() {
    assertThat(CountItems.toItem(OMAHA))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Parent", AttributeValue.fromS("US#NE"),
                "Name", AttributeValue.fromS("OMAHA"),
                "Count", AttributeValue.fromN("12"),
                "Version", AttributeValue.fromN("34")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"US", "US|", "US|NE", "SG||", "*|NE|"})
  void shouldComeBackFromItsItem(String names) {
    LocationCount count =
        new LocationCount(new Location(List.of(names.split("\\|", -1))), 1, new Version(0, 2));

    assertThat(CountItems.fromItem(CountItems.toItem(count))).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Parent", "Name", "Count", "Version"})
  void shouldRefuseAnItemThatLacksSomething(String attribute) {
    Map<String, AttributeValue> item = new HashMap<>(CountItems.toItem(OMAHA));
    item.remove(attribute);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountItems.fromItem(item))
        .withMessage("an item without " + attribute);
  }
}
