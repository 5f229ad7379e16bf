package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.StoreField;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
  @EnumSource
  void shouldReadEachFieldByItsColumnAndByItsJsonName(StoreField field) {
    assertThat(Stream.of(StoreColumns.of(field), field.jsonName()).map(StoreColumns::key))
        .extracting(StoreColumns::fieldOf)
        .containsExactly(field, field);
  }

  @ParameterizedTest
  @CsvSource({"Store Number", "store_number", "STORENUMBER", "' Store / Number\uFEFF'"})
  void shouldReadTheStoreNumberInAnySpelling(String name) {
    assertThat(StoreColumns.isStoreNumber(StoreColumns.key(name))).isTrue();
    assertThat(StoreColumns.fieldOf(StoreColumns.key(name))).isNull();
  }
}
