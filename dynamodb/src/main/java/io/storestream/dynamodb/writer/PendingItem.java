package io.storestream.dynamodb.writer;

/** What is to be written, and who wants to know when it is. */
record PendingItem(WriteLane lane, ItemWrite write) {}
