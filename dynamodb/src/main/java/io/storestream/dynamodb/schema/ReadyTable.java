package io.storestream.dynamodb.schema;

import java.time.Instant;

/**
 * A table that exists and has the required shape.
 *
 * @param isNew whether this process created it
 * @param arn name with account and region
 * @param createdAt distinguishes it from an earlier table of the same name
 * @param hasCells whether it has the index by geohash, which may still be in creation
 */
public record ReadyTable(boolean isNew, String arn, Instant createdAt, boolean hasCells) {}
