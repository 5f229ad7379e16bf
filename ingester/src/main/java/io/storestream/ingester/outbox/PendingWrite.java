package io.storestream.ingester.outbox;

import io.storestream.dynamodb.writer.ItemWrite;
import io.storestream.model.Version;

/** An entry of an outbox: what a table has not acknowledged, in the form that is logged. */
public interface PendingWrite {

  /** Returns the version that is to be written. */
  Version version();

  /** Returns the write, of the entry under this key. */
  ItemWrite toWrite(String key);
}
