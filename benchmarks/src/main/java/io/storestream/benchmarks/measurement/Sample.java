package io.storestream.benchmarks.measurement;

import java.time.Duration;

/**
 * How far a contestant was at one time.
 *
 * @param at time since its process started
 * @param items items done until then
 * @param cpu CPU time of its process until then
 * @param brokerCpu CPU time of the broker's process until then
 */
public record Sample(Duration at, long items, Duration cpu, Duration brokerCpu) {}
