package io.storestream.queryapi.render;

import io.storestream.model.VersionedStore;
import java.util.List;

/** A way to write stores one after the other, so that any number of them can follow. */
interface StoreRows {

  /** Returns what comes before the first store; maybe nothing. */
  byte[] head();

  /** Returns what stores that exist come to. */
  byte[] rows(List<VersionedStore> stores);
}
