package io.storestream.ingester.guard;

import io.storestream.kafka.LastStableOffset;
import java.time.Duration;
import java.time.Instant;

/**
 * A transaction that holds up the readers of a partition.
 *
 * @param position where it began, and how many offsets wait behind it
 * @param since when it was first observed, to the second
 * @param age how long ago that was
 */
public record OpenTransaction(LastStableOffset position, Instant since, Duration age) {}
