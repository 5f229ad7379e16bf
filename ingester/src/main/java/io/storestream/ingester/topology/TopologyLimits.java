package io.storestream.ingester.topology;

import java.time.Duration;

/**
 * Limits of the events that the topology accepts.
 *
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxDeadLetterBytes the largest record of the dead-letter topic
 */
public record TopologyLimits(Duration maxAhead, int maxDeadLetterBytes) {}
