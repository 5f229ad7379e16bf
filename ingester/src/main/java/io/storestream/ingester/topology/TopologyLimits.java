package io.storestream.ingester.topology;

import io.storestream.model.event.EpochUnit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the events that the topology accepts.
 *
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxDeadLetterBytes the largest record of the dead-letter topic
 * @param epoch the unit of times that are numbers; {@code null} to reject them
 */
public record TopologyLimits(
    Duration maxAhead, int maxDeadLetterBytes, @Nullable EpochUnit epoch) {}
