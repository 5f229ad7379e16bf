package io.storestream.queryapi;

/**
 * A store's place in the index, within a country: a page goes on after it.
 *
 * @param sortKey {@link io.storestream.model.LocationKey#sortKey()} of the store
 */
record IndexPosition(String sortKey, String storeNumber) {}
