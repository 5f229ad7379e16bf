package io.storestream.ingester.topology;

import java.time.Duration;

/**
 * What the topology lets through.
 *
 * @param maxAhead how far an event's time may be ahead of this machine's clock
 * @param maxDeadLetterBytes the largest record that the dead-letter topic takes
 */
public record TopologyLimits(Duration maxAhead, int maxDeadLetterBytes) {}
