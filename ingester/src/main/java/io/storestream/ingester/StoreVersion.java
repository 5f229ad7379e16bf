package io.storestream.ingester;

import io.storestream.model.Version;

/**
 * What is remembered of each store to judge its next event: 24 bytes, in {@code store-versions}.
 */
record StoreVersion(Version version, Fingerprint content) {}
