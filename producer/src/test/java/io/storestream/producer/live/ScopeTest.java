package io.storestream.producer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | true
          country=US                                | true
          country=us                                | true
          Country = US , State = dc                 | true
          country=US,state=DC,city=Washington, D.C. | true
          city=washington, d.c.,country=US,state=DC | true
          country=FR                                | false
          country=US,state=D                        | false
          country=US,state=                         | false
          country=US,state=DC,city=Washington       | false
          """)
  void shouldContainStoresOfItsPlace(String scope, boolean contains) {
    // given
    Store store =
        new StoreBuilder()
            .storeNumber("1")
            .set(StoreField.COUNTRY, "US")
            .set(StoreField.STATE, "DC")
            .set(StoreField.CITY, "Washington, D.C.")
            .build();

    // when, then
    assertThat(Scope.parse(scope).contains(store)).isEqualTo(contains);
  }

  @ParameterizedTest
  @CsvSource({"'country=SG,state=', true", "'country=SG,state=,city=', true"})
  void shouldTakeAnEmptyLevelForTheStoresThatHaveNone(String scope, boolean contains) {
    // given
    Store store = new StoreBuilder().storeNumber("1").set(StoreField.COUNTRY, "SG").build();

    // when, then
    assertThat(Scope.parse(scope).contains(store)).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "US",
        "country",
        "country=",
        "country=US,country=FR",
        "state=NE",
        "country=US,city=Omaha",
        "state=NE,city=Omaha",
        "region=West",
        "postcode=68144,country=US",
        "country=US,region=West",
        "country=US,state=NE,cty = Omaha",
      })
  void shouldRejectWhatIsNoPlace(String scope) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scope.parse(scope))
        .withMessage(
            "--scope must be like country=US or country=US,state=NE,city=Omaha, not '%s'", scope);
  }
}
