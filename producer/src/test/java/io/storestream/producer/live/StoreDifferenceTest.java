package io.storestream.producer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import org.junit.jupiter.api.Test;

class StoreDifferenceTest {

  @Test
  void shouldNameTheFieldsThatDiffer() {
    // given
    Store before = store().set(StoreField.CITY, "Lyon").set(StoreField.POSTCODE, "69001").build();
    Store after =
        store()
            .set(StoreField.CITY, "Paris")
            .set(StoreField.PHONE_NUMBER, "+33 1 23")
            .set(StoreField.LATITUDE, "48.85")
            .build();

    // when, then
    assertThat(StoreDifference.between(before, after))
        .isEqualTo(
            "city \"Lyon\" -> \"Paris\", postcode 69001 -> none, phoneNumber none -> \"+33 1 23\","
                + " latitude none -> 48.85");
  }

  @Test
  void shouldSummarizeWhatAStoreHas() {
    assertThat(StoreDifference.summary(store().set(StoreField.STORE_NAME, "Alpha").build()))
        .isEqualTo("Alpha, FR");
  }

  @Test
  void shouldShowTextsOnOneLine() {
    // given
    Store before = store().set(StoreField.STREET_ADDRESS, "a\nb").build();

    // when, then
    assertThat(StoreDifference.between(before, store().build()))
        .isEqualTo("streetAddress \"a\\nb\" -> none");
  }

  private static StoreBuilder store() {
    return new StoreBuilder().storeNumber("1").set(StoreField.COUNTRY, "FR");
  }
}
