package io.storestream.testing.soak;

import io.storestream.kafka.KafkaOptions;
import io.storestream.testing.model.ExpectedStores;
import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.Fate;
import io.storestream.testing.workload.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a workload and adds each change to the model, in the same order. One thread calls it; a
 * background thread publishes.
 */
final class ChangePublisher implements AutoCloseable {

  /** Longer than any restart of the broker. */
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(5);

  private final String topic;
  private final Workload workload;
  private final ExpectedStores expected;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "soak-publisher"));
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private @Nullable ScheduledFuture<?> stream;

  /**
   * @param expected used by the publisher until {@link #pause} has returned
   */
  ChangePublisher(KafkaOptions kafka, String topic, Workload workload, ExpectedStores expected) {
    this.topic = topic;
    this.workload = workload;
    this.expected = expected;
    Map<String, Object> config = new HashMap<>(kafka.clientConfig());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT.toMillis());
    // After a restart a broker recognizes only the last batch of a producer. If several batches
    // were in flight when it stopped, it rejects the others when they are sent again.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Starts to publish in the background at a steady rate. */
  void start(int changesPerSecond) {
    stream =
        executor.scheduleAtFixedRate(
            this::sendNext, 0, 1_000_000_000L / changesPerSecond, TimeUnit.NANOSECONDS);
  }

  /** Publishes one change that is not part of the workload. */
  void publish(Change change) {
    await(executor.submit(() -> send(change)));
    requireAllPublished();
  }

  /**
   * Publishes until the model has accepted this many more changes.
   *
   * @throws IllegalStateException if a change could not be published
   */
  void publishAccepted(long changes) {
    await(
        executor.submit(
            () -> {
              long end = accepted() + changes;
              while (accepted() < end) {
                sendNext();
              }
            }));
    requireAllPublished();
  }

  /**
   * Stops the publishing that {@link #start} has started. Once this returns, all changes are in the
   * topic.
   *
   * @throws IllegalStateException if a change could not be published
   */
  void pause() {
    if (stream != null) {
      stream.cancel(false);
      stream = null;
    }
    await(executor.submit(() -> {})); // after the running task
    requireAllPublished();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    producer.close(Duration.ZERO);
  }

  private long accepted() {
    return expected.fates().getOrDefault(Fate.ACCEPTED, 0L);
  }

  private void sendNext() {
    send(workload.next());
  }

  private void send(Change change) {
    expected.add(change);
    try {
      Future<?> unused =
          producer.send(change.toRecord(topic), (metadata, error) -> onPublished(error));
    } catch (RuntimeException e) {
      onPublished(e);
    }
  }

  private void onPublished(@Nullable Exception error) {
    if (error != null) {
      failure.compareAndSet(null, error);
    }
  }

  private void requireAllPublished() {
    producer.flush();
    Exception error = failure.get();
    if (error != null) {
      throw new IllegalStateException("a change could not be published", error);
    }
  }

  private static void await(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
