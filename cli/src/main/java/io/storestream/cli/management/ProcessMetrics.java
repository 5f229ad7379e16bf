package io.storestream.cli.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;

/**
 * Metrics of the process of a long-running command: memory, garbage collection, threads, processor.
 */
public final class ProcessMetrics implements AutoCloseable {

  private final JvmGcMetrics garbage = new JvmGcMetrics();

  private ProcessMetrics() {}

  /** Registers the metrics; they are updated until this is closed. */
  public static ProcessMetrics watch(MeterRegistry registry) {
    ProcessMetrics metrics = new ProcessMetrics();
    metrics.garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return metrics;
  }

  @Override
  public void close() {
    garbage.close();
  }
}
