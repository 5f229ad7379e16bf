package io.storestream.ingester.command;

/**
 * What an {@link Ingester} has done since it started.
 *
 * @param storesWritten items that DynamoDB acknowledged
 * @param duplicatesDropped events that said what was known already
 * @param staleDropped events older than what was known
 * @param writeRequests requests sent to DynamoDB
 * @param deadLetters records sent to the dead-letter topic
 */
public record IngestFigures(
    long storesWritten,
    long duplicatesDropped,
    long staleDropped,
    long writeRequests,
    long deadLetters) {}
