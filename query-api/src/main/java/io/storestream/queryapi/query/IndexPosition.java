package io.storestream.queryapi.query;

/**
 * A store's place in the index, within a country: a page goes on after it.
 *
 * @param sortKey {@link io.storestream.model.LocationKey#sortKey()} of the store
 */
public record IndexPosition(String sortKey, String storeNumber) {}
