/**
 * The {@code stores} topic as the source of truth that tables are rebuilt from and checked against:
 * its records, what it is at present, and how to know that it holds all that was accepted. Start at
 * {@link io.storestream.ingester.topic.StoresTopic}.
 */
@NullMarked
package io.storestream.ingester.topic;

import org.jspecify.annotations.NullMarked;
