package io.storestream.ingester.guard;

import io.storestream.kafka.LastStableOffset;
import java.time.Duration;
import java.time.Instant;

/**
 * A transaction that holds up the readers of a partition.
 *
 * @param position where it began, and what waits behind it
 * @param since when it was first seen, to the second
 * @param age how long ago that was
 */
public record OpenTransaction(LastStableOffset position, Instant since, Duration age) {}
