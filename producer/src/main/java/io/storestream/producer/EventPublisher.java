package io.storestream.producer;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends change events to a topic and makes sure that every one has arrived. Events of one store
 * keep their order, because the store number is the key.
 *
 * <p>One thread publishes; any thread may call {@link #close()} and {@link #delivered()}.
 *
 * <p>The timestamp of a record is the time at which it is sent, and not {@code updatedAt}, which is
 * in the event. A broker deletes records by their timestamps, so it would delete a file of last
 * year before anything reads it.
 */
final class EventPublisher implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Callback onDelivery =
      (metadata, exception) -> {
        if (exception == null) {
          delivered.incrementAndGet();
        } else {
          failure.compareAndSet(null, exception);
        }
      };
  private volatile boolean closed;
  private long sent;

  EventPublisher(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Creates a publisher; nothing is sent yet.
   *
   * @throws CommandFailedException if the settings are invalid
   */
  static EventPublisher create(KafkaOptions kafka, String topic) {
    Map<String, Object> config = ProducerSettings.of(kafka);
    try {
      ByteArraySerializer serializer = new ByteArraySerializer();
      return new EventPublisher(new KafkaProducer<>(config, serializer, serializer), topic);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't publish with these Kafka settings (--kafka-config): " + reason.getMessage(), e);
    }
  }

  /**
   * Sends an event asynchronously. Waits while the buffer is full.
   *
   * @throws CommandFailedException if this or an earlier event can't be delivered, or a signal has
   *     closed this
   */
  // The callback handles the result.
  @SuppressWarnings("FutureReturnValueIgnored")
  void publish(StoreChange change) {
    byte[] key = change.storeNumber().getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(new ProducerRecord<>(topic, key, StoreChangeCodec.encode(change)), onDelivery);
      sent++;
    } catch (KafkaException | IllegalStateException e) {
      failure.compareAndSet(null, e);
    }
    requireNoFailure();
  }

  /**
   * Waits until every event has arrived.
   *
   * @throws CommandFailedException if one has not
   */
  void awaitDelivery() {
    try {
      producer.flush();
    } catch (KafkaException | IllegalStateException e) {
      failure.compareAndSet(null, e);
    }
    requireNoFailure();
    if (delivered.get() != sent) {
      throw new CommandFailedException(
          "only %,d of %,d events have arrived in topic %s: publish the same again"
              .formatted(delivered.get(), sent, topic));
    }
  }

  private void requireNoFailure() {
    if (closed) {
      throw new CommandFailedException("stopped by a signal");
    }
    Exception cause = failure.get();
    if (cause != null) {
      throw new CommandFailedException(
          ("publishing to topic %s failed after %,d events had been delivered: %s;"
                  + " publishing the same again does no harm")
              .formatted(topic, delivered.get(), cause.getMessage()),
          cause);
    }
  }

  /** Returns whether an event could not be delivered, or a signal has closed this. */
  boolean hasFailed() {
    return closed || failure.get() != null;
  }

  /** Returns how many events have arrived by now. */
  long delivered() {
    return delivered.get();
  }

  /** Sends the buffered events, for at most 5 seconds, and ends the publisher. */
  @Override
  public void close() {
    closed = true;
    producer.close(CLOSE_TIMEOUT);
  }
}
