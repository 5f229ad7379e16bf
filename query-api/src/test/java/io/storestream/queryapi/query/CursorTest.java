package io.storestream.queryapi.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.model.LocationKey;
import io.storestream.model.LocationLookup;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

final class CursorTest {

  private static final LocationLookup NEBRASKA = new LocationLookup("US", "NE", null, null);
  private static final StorePage.Position OMAHA = new StorePage.Position("NE#OMAHA#68144", "1-1");

  @Property(tries = 300)
  void shouldDecodeToTheEncodedPosition(
      @ForAll @NotBlank String country,
      @ForAll String state,
      @ForAll String city,
      @ForAll @NotBlank String storeNumber) {
    // given: lone surrogates are no text, and no key
    if (isText(country) && isText(state) && isText(city) && isText(storeNumber)) {
      String sortKey = new LocationKey("X" + country, state, city, "1").sortKey();
      LocationLookup lookup = new LocationLookup("X" + country, state, city, null);
      StorePage.Position position = new StorePage.Position(sortKey, storeNumber);

      // when
      String cursor = Cursor.encode(lookup, position);

      // then
      assertThat(cursor).matches("[A-Za-z0-9_-]+");
      assertThat(Cursor.decode(lookup, cursor)).isEqualTo(position);
    }
  }

  @Test
  void shouldNeverChangeBecauseClientsKeepIt() {
    assertThat(Cursor.encode(NEBRASKA, OMAHA)).isEqualTo("AbJntC0_nP15tgMzT01BSEEjNjgxNDT_MS0x");
  }

  @Test
  void shouldRefuseUnusedBitsThatAreSet() {
    // given: 25 bytes, so that the last character has four bits that mean nothing
    StorePage.Position position = new StorePage.Position("NE#OMAHA#68144", "1");
    String cursor = Cursor.encode(NEBRASKA, position);
    assertThat(cursor).hasSize(34).endsWith("Q");

    // when, then
    for (char last : "RSTUVWXYZabcdef".toCharArray()) {
      String altered = cursor.substring(0, cursor.length() - 1) + last;
      assertThatThrownBy(() -> Cursor.decode(NEBRASKA, altered))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldRefuseACursorAlteredAtAnyBit() {
    // given
    byte[] cursor = Base64.getUrlDecoder().decode(Cursor.encode(NEBRASKA, OMAHA));

    for (int bit = 0; bit < cursor.length * Byte.SIZE; bit++) {
      // when
      byte[] altered = cursor.clone();
      altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(altered);

      // then
      assertThatThrownBy(() -> Cursor.decode(NEBRASKA, text))
          .as("bit %d", bit)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldRefuseACursorCutShortAnywhere() {
    // given
    String cursor = Cursor.encode(NEBRASKA, OMAHA);

    for (int length = 0; length < cursor.length(); length++) {
      // when, then
      String cut = cursor.substring(0, length);
      assertThatThrownBy(() -> Cursor.decode(NEBRASKA, cut))
          .as("%d characters", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldRefusePadding() {
    String padded = Cursor.encode(NEBRASKA, new StorePage.Position("NE#OMAHA#68144", "1")) + "==";
    assertThatThrownBy(() -> Cursor.decode(NEBRASKA, padded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a cursor");
  }

  @Test
  void shouldRefuseTheCursorOfAnotherLookup() {
    String cursor = Cursor.encode(NEBRASKA, OMAHA);
    for (LocationLookup other :
        new LocationLookup[] {
          new LocationLookup("US", null, null, null),
          new LocationLookup("US", "N", null, null),
          new LocationLookup("USNE", "", null, null),
          new LocationLookup("US", "NE", "OMAHA", null),
          new LocationLookup("CA", "NE", null, null)
        }) {
      assertThatThrownBy(() -> Cursor.decode(other, cursor))
          .as(other.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("damaged, or the cursor of another query");
    }
  }

  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
