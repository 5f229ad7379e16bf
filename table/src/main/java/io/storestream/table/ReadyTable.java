package io.storestream.table;

import java.time.Instant;

/**
 * A table that is there and has the right shape.
 *
 * @param isNew whether this process has just created it
 * @param createdAt tells it from another that had its name before
 */
public record ReadyTable(boolean isNew, Instant createdAt) {}
