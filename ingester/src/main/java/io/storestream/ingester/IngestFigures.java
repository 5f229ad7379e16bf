package io.storestream.ingester;

/**
 * What an {@link Ingester} has done since it started.
 *
 * @param storesWritten items that DynamoDB acknowledged
 * @param duplicatesDropped events that said what was known already
 * @param staleDropped events older than what was known
 * @param writeRequests requests sent to DynamoDB
 */
public record IngestFigures(
    long storesWritten, long duplicatesDropped, long staleDropped, long writeRequests) {}
