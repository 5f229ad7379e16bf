/**
 * Measurements of services over their life: how soon an event can be read, how memory grows, and
 * how long a restart takes. Each class is one {@link
 * io.storestream.benchmarks.measurement.Measurement}.
 */
@NullMarked
package io.storestream.benchmarks.service;

import org.jspecify.annotations.NullMarked;
