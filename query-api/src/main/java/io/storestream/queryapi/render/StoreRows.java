package io.storestream.queryapi.render;

import io.storestream.model.VersionedStore;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A format that renders any number of stores, batch by batch. */
public interface StoreRows {

  /** Returns what precedes the first store, which may be nothing. */
  byte[] head();

  /** Returns the rows of stores that are not deleted. */
  byte[] rows(List<VersionedStore> stores);

  /** One JSON object a line. Thread-safe. */
  final class Ndjson implements StoreRows {

    @Override
    public byte[] head() {
      return new byte[0];
    }

    @Override
    public byte[] rows(List<VersionedStore> stores) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (VersionedStore store : stores) {
        lines.writeBytes(StoreAnswers.store(store));
        lines.write('\n');
      }
      return lines.toByteArray();
    }
  }
}
