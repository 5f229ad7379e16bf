package io.storestream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LocationLookupTest {

  @Test
  void shouldCloseEveryLevelButTheLast() {
    assertThat(new LocationLookup("us", null, null, null).sortKeyPrefix()).isEmpty();
    assertThat(new LocationLookup("us", "ne", null, null).sortKeyPrefix()).isEqualTo("NE#");
    assertThat(new LocationLookup("us", "ne", "omaha", null).sortKeyPrefix())
        .isEqualTo("NE#OMAHA#");
    assertThat(new LocationLookup("us", "ne", "omaha", "68144").sortKeyPrefix())
        .isEqualTo("NE#OMAHA#68144");
  }

  @Test
  void shouldTakeAnEmptyNameForTheStoresThatHaveNone() {
    assertThat(new LocationLookup("sg", "", "", null).sortKeyPrefix()).isEqualTo("##");
  }

  @Test
  void shouldRefuseALevelWithoutTheOneAboveIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocationLookup("US", null, "Omaha", null))
        .withMessage("city needs state");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocationLookup("US", "NE", null, "68144"))
        .withMessage("postcode needs city");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocationLookup(" ", null, null, null))
        .withMessage("country must not be empty");
  }
}
