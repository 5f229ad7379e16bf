package io.storestream.queryapi.query.geo;

/**
 * A value, and what it took to read it.
 *
 * @param requests how many were sent to DynamoDB
 * @param readUnits the read units that DynamoDB charged for them
 */
public record Measured<T>(T value, int requests, double readUnits) {}
