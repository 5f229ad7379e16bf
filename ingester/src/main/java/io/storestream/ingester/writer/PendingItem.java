package io.storestream.ingester.writer;

import io.storestream.model.AcceptedState;

/** What the table should hold for a store, and who wants to know when it does. */
record PendingItem(WriteLane lane, AcceptedState accepted) {}
