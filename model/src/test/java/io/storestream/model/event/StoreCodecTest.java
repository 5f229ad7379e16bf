package io.storestream.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import org.junit.jupiter.api.Test;

class StoreCodecTest {

  private static final Store STORE =
      new StoreBuilder()
          .storeNumber("2651-53179")
          .set(StoreField.STORE_NAME, "125th & W. \"Center\" Rd.")
          .set(StoreField.COUNTRY, "US")
          .set(StoreField.LONGITUDE, "-96.10")
          .set(StoreField.LATITUDE, "41.24")
          .build();

  private static final String JSON =
      "{\"storeNumber\":\"2651-53179\",\"storeName\":\"125th & W. \\\"Center\\\" Rd.\","
          + "\"country\":\"US\",\"longitude\":-96.10,\"latitude\":41.24}";

  @Test
  void shouldWriteWhatIsThereInOneOrder() {
    assertThat(new String(StoreCodec.encode(STORE), UTF_8)).isEqualTo(JSON);
  }

  @Test
  void shouldReadWhatItWrote() {
    assertThat(StoreCodec.decode(JSON.getBytes(UTF_8))).isEqualTo(STORE);
  }

  @Test
  void shouldRefuseWhatIsNoStore() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreCodec.decode("{\"country\":1}".getBytes(UTF_8)))
        .withMessage("not the JSON of a store: country must be a string, not a number");
  }
}
