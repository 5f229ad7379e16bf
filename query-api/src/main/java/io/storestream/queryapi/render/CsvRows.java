package io.storestream.queryapi.render;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.storestream.model.Store;
import io.storestream.model.StoreField;
import io.storestream.model.VersionedStore;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) in the columns of the "Starbucks Locations Worldwide" data set, which {@code
 * produce} reads. Missing fields are empty. Thread-safe.
 */
public final class CsvRows implements StoreRows {

  /** The index of the store number's column. */
  private static final int STORE_NUMBER_COLUMN = 1;

  @Override
  public byte[] head() {
    return records(
        List.of(row("Store Number", Stream.of(StoreField.values()).map(CsvRows::column).toList())));
  }

  @Override
  public byte[] rows(List<VersionedStore> stores) {
    return records(stores.stream().map(VersionedStore::store).map(CsvRows::row).toList());
  }

  private static String column(StoreField field) {
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

  private static List<String> row(@Nullable Store store) {
    if (store == null) {
      throw new IllegalArgumentException("the store is deleted");
    }
    List<String> texts = new ArrayList<>();
    for (StoreField field : StoreField.values()) {
      String text = field.textOf(store);
      texts.add(text == null ? "" : text);
    }
    return row(store.storeNumber(), texts);
  }

  private static List<String> row(String storeNumber, List<String> fields) {
    List<String> row = new ArrayList<>(fields);
    row.add(STORE_NUMBER_COLUMN, storeNumber);
    return row;
  }

  private static byte[] records(List<List<String>> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
