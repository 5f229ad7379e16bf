package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

  @Test
  void shouldTrimTextsAndTakeBlankOnesAsMissing() {
    Store store =
        builder().set(StoreField.CITY, "\u00a0Omaha \t").set(StoreField.STATE, " \u3000").build();

    assertThat(store.city()).isEqualTo("Omaha");
    assertThat(store.state()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"37.53", "-0.5", "90", "37.530", "+1.5"})
  void shouldKeepCoordinatesAsGiven(String latitude) {
    Store store = builder().set(StoreField.LATITUDE, latitude).build();

    assertThat(StoreField.LATITUDE.textOf(store)).isEqualTo(latitude.replace("+", ""));
  }

  @Test
  void shouldWriteAnExponentOut() {
    Store store = builder().set(StoreField.LATITUDE, "3.7E1").build();

    assertThat(StoreField.LATITUDE.textOf(store)).isEqualTo("37");
  }

  @Test
  void shouldRefuseWhatIsNoPlaceOnEarth() {
    assertRefused(builder().set(StoreField.LATITUDE, "90.01"), "latitude must be from -90 to 90");
    assertRefused(
        builder().set(StoreField.LONGITUDE, "-180.1"), "longitude must be from -180 to 180");
    assertRefused(builder().set(StoreField.LATITUDE, "north"), "latitude is not a number: north");
    assertRefused(
        builder().set(StoreField.LATITUDE, "1E-999999999"),
        "latitude has more than 20 digits after the point");
    assertRefused(
        builder().set(StoreField.LATITUDE, "1E999999999"), "latitude must be from -90 to 90");
  }

  @Test
  void shouldRefuseAStoreWithoutNumberOrCountry() {
    assertRefused(builder().storeNumber(" "), "storeNumber is missing");
    assertRefused(builder().set(StoreField.COUNTRY, null), "country is missing");
  }

  @Test
  void shouldHoldTheLimitsOfTheTable() {
    assertThat(builder().storeNumber("é".repeat(1024)).build().storeNumber()).hasSize(1024);
    assertRefused(
        builder().storeNumber("é".repeat(1025)), "storeNumber takes 2,050 bytes, more than 2,048");
    assertThat(builder().set(StoreField.CITY, "x".repeat(1022)).build().city()).hasSize(1022);
    assertRefused(
        builder().set(StoreField.CITY, "x".repeat(1023)),
        "state, city and postcode take more than 1,024 bytes when normalized");
    assertRefused(
        builder().set(StoreField.CITY, "#".repeat(400)),
        "state, city and postcode take more than 1,024 bytes when normalized");
    assertRefused(
        builder().set(StoreField.COUNTRY, "x".repeat(1025)),
        "country takes more than 1,024 bytes when normalized");
    assertRefused(
        builder().set(StoreField.STORE_NAME, "x".repeat(300 * 1024)),
        "the store's texts take 307,202 bytes, more than 307,200");
  }

  @Test
  void shouldRefuseHalfASurrogatePair() {
    assertThat(builder().set(StoreField.STORE_NAME, "😀").build().storeName()).isEqualTo("😀");
    assertRefused(
        builder().set(StoreField.STORE_NAME, "a\ud83d"), "storeName is not valid Unicode");
    assertRefused(
        builder().set(StoreField.STORE_NAME, "\ude00\ud83d"), "storeName is not valid Unicode");
  }

  private static StoreBuilder builder() {
    return new StoreBuilder().storeNumber("2651-53179").set(StoreField.COUNTRY, "US");
  }

  private static void assertRefused(StoreBuilder builder, String message) {
    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
  }
}
