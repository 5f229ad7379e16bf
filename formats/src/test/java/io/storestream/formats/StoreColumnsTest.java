package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreColumnsTest {

  @Test
  void shouldNameTheColumnsOfTheDataSetInItsOrder() {
    assertThat(StoreColumns.names())
        .isEqualTo(
            List.of(
                "Brand",
                "Store Number",
                "Store Name",
                "Ownership Type",
                "Street Address",
                "City",
                "State/Province",
                "Country",
                "Postcode",
                "Phone Number",
                "Timezone",
                "Longitude",
                "Latitude"));
  }

  @ParameterizedTest
  @CsvSource({"Store Number", "store_number", "STORENUMBER", "' Store / Number\uFEFF'"})
  void shouldGiveAllSpellingsOfNameOneKey(String name) {
    assertThat(StoreColumns.key(name)).isEqualTo("storenumber");
  }
}
