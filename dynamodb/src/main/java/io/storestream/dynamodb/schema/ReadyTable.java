package io.storestream.dynamodb.schema;

import java.time.Instant;

/**
 * A table that is there and has the right shape.
 *
 * @param isNew whether this process has just created it
 * @param arn its name with its account and region
 * @param createdAt tells it from another that had its name before
 */
public record ReadyTable(boolean isNew, String arn, Instant createdAt) {}
