package io.storestream.queryapi.render;

import io.storestream.model.VersionedStore;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** One JSON object a line. Thread-safe. */
public final class NdjsonRows implements StoreRows {

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
