package io.storestream.ingester.topology;

import io.storestream.model.event.EpochUnit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which events the topology accepts, and what it counts.
 *
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxDeadLetterBytes the largest record of the dead-letter topic
 * @param epoch the unit of times that are numbers; {@code null} to reject them
 * @param countCells whether stores are also counted by geohash cell
 * @param deltaInterval how long changes of counts are added up before they are sent
 * @param commitInterval how long a transaction takes at the most while all is well: until then,
 *     counts that are sent stay announced
 * @param stateCacheBytes of the heap, about, for a task's states of stores, and as many for its
 *     counts; 0 for none
 */
public record TopologyOptions(
    Duration maxAhead,
    int maxDeadLetterBytes,
    @Nullable EpochUnit epoch,
    boolean countCells,
    Duration deltaInterval,
    Duration commitInterval,
    long stateCacheBytes) {}
