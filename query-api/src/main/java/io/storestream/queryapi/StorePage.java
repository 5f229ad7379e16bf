package io.storestream.queryapi;

import io.storestream.model.VersionedStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some stores of a place, in the order of the index.
 *
 * @param last where the page ends if more stores follow, else {@code null}
 */
record StorePage(List<VersionedStore> stores, @Nullable IndexPosition last) {

  StorePage {
    stores = List.copyOf(stores);
  }
}
