package io.storestream.queryapi.query;

import io.storestream.model.VersionedStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some stores of a place, in the order of the index.
 *
 * @param last where the page ends if more stores follow, else {@code null}
 */
public record StorePage(List<VersionedStore> stores, @Nullable IndexPosition last) {

  public StorePage {
    stores = List.copyOf(stores);
  }
}
