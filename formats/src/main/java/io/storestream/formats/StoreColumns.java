package io.storestream.formats;

import io.storestream.model.Store;
import io.storestream.model.StoreField;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The columns of CSV files of stores, which are those of the "Starbucks Locations Worldwide" data
 * set. Files are written in this order. They are read in any order, and in any spelling that
 * differs only in case, spaces, punctuation between words and characters that nobody sees; the JSON
 * name of a field is read too.
 */
public final class StoreColumns {

  /** The column of the store number, which is no {@link StoreField}. */
  public static final String STORE_NUMBER = "Store Number";

  /** The index of the store number; the fields stand around it in their own order. */
  private static final int STORE_NUMBER_INDEX = 1;

  /** White space of any kind, format and control characters, and what joins words. */
  private static final Pattern IGNORED = Pattern.compile("[\\p{Z}\\p{Cf}\\p{Cc}_/.\\-]+");

  private StoreColumns() {}

  /** Returns the column that holds a field. */
  public static String of(StoreField field) {
    return switch (field) {
      case BRAND -> "Brand";
      case STORE_NAME -> "Store Name";
      case OWNERSHIP_TYPE -> "Ownership Type";
      case STREET_ADDRESS -> "Street Address";
      case CITY -> "City";
      case STATE -> "State/Province";
      case COUNTRY -> "Country";
      case POSTCODE -> "Postcode";
      case PHONE_NUMBER -> "Phone Number";
      case TIMEZONE -> "Timezone";
      case LONGITUDE -> "Longitude";
      case LATITUDE -> "Latitude";
    };
  }

  /** Returns all columns in the order in which they are written. */
  public static List<String> names() {
    return record(STORE_NUMBER, StoreColumns::of);
  }

  /** Returns the texts of a store in the order of {@link #names()}; missing ones are empty. */
  public static List<String> textsOf(Store store) {
    return record(
        store.storeNumber(),
        field -> {
          String text = field.textOf(store);
          return text == null ? "" : text;
        });
  }

  private static List<String> record(String storeNumber, Function<StoreField, String> texts) {
    List<String> record = new ArrayList<>();
    for (StoreField field : StoreField.values()) {
      record.add(texts.apply(field));
    }
    record.add(STORE_NUMBER_INDEX, storeNumber);
    return record;
  }

  /** Returns what all spellings of a column's name have in common. */
  public static String key(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x7F) {
        return keyOfAny(name);
      }
      if (c > ' ' && "_/.-".indexOf(c) < 0) {
        key.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
      }
    }
    return key.toString();
  }

  private static String keyOfAny(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    return IGNORED.matcher(composed).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
