package io.storestream.queryapi.render;

import io.storestream.formats.csv.CsvStoreEncoder;
import io.storestream.model.Store;
import io.storestream.model.VersionedStore;
import java.util.List;

/** CSV (RFC 4180) in the columns that {@code produce} reads. Thread-safe. */
final class CsvRows implements StoreRows {

  @Override
  public byte[] head() {
    return CsvStoreEncoder.CRLF.header();
  }

  @Override
  public byte[] rows(List<VersionedStore> stores) {
    return CsvStoreEncoder.CRLF.rows(stores.stream().map(CsvRows::existing).toList());
  }

  private static Store existing(VersionedStore state) {
    Store store = state.store();
    if (store == null) {
      throw new IllegalArgumentException("the store is deleted");
    }
    return store;
  }
}
