package io.storestream.ingester.writer;

import io.storestream.model.VersionedStore;
import java.time.Instant;

/**
 * What the table should hold for a store, since when, and who wants to know when it does.
 *
 * @param acceptedAt by the wall clock
 */
record PendingItem(WriteLane lane, VersionedStore state, Instant acceptedAt) {}
