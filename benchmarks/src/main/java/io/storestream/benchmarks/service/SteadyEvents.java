package io.storestream.benchmarks.service;

import io.storestream.benchmarks.comparison.Events;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import io.storestream.model.Store;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes events at a steady rate. Used by one thread. */
final class SteadyEvents {

  private final Workbench bench;
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Duration interval;
  private final long beginNs = System.nanoTime();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long published;

  SteadyEvents(
      Workbench bench, Producer<byte[], byte[]> producer, String topic, int eventsPerSecond) {
    this.bench = bench;
    this.producer = producer;
    this.topic = topic;
    this.interval = Duration.ofSeconds(1).dividedBy(eventsPerSecond);
  }

  /** Returns how many events were published. */
  long published() {
    return published;
  }

  /**
   * Waits until the next event is due. One that is late is due at once, so the rate holds on
   * average.
   */
  void awaitDue() {
    long dueNs = beginNs + published * interval.toNanos();
    bench.pause(Duration.ofNanos(Math.max(0, dueNs - System.nanoTime())));
  }

  /**
   * Sends an event at once, and does not wait until it has arrived.
   *
   * @throws CommandFailedException if an earlier event could not be sent
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback handles the result
  void publish(Store store, Events event) {
    Exception cause = failure.get();
    if (cause != null) {
      throw new CommandFailedException("an event was not delivered: " + cause, cause);
    }
    producer.send(
        new ProducerRecord<>(topic, Events.key(store), event.value(store)),
        (metadata, exception) -> failure.compareAndSet(null, exception));
    published++;
  }
}
