package io.storestream.producer.file;

/**
 * Two independent hashes of a store number. Different numbers may share the first, which is noticed
 * by the second.
 */
record StoreNumberHash(long hash, long check) {}
