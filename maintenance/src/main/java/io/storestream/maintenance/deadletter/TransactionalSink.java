package io.storestream.maintenance.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters where they came from, and commits in the same Kafka transaction how far
 * that has come: whatever happens, a dead letter is either published and done, or neither.
 *
 * <p>One at a time may be open for a dead-letter topic; a second one ends the first. For one
 * thread.
 */
final class TransactionalSink implements LetterSink {

  /**
   * How long the readers of the topic, the ingester first of all, are held up at the most when a
   * redrive is killed.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int DELIVERY_TIMEOUT_MS = 20_000;
  private static final int MAX_BLOCK_MS = 20_000;

  /** Whether a record is too large is for the topic to say. */
  private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final DeadLetterTopic topic;
  private final ConsumerGroupMetadata group;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private long published;

  private TransactionalSink(
      DeadLetterTopic topic, ConsumerGroupMetadata group, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.group = group;
    this.producer = producer;
  }

  /**
   * Opens a sink. Once this returns, what another one has left unfinished is undone, and the
   * committed positions stand still.
   *
   * @throws CommandFailedException if the settings make no sense or the cluster refuses
   */
  static TransactionalSink open(
      KafkaOptions kafka, DeadLetterTopic topic, ConsumerGroupMetadata group) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Producer<byte[], byte[]> producer;
    try {
      producer = new KafkaProducer<>(settings(kafka, topic), bytes, bytes);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new CommandFailedException(
          "can't publish with these Kafka settings (--kafka-config): " + reason.getMessage(), e);
    }
    TransactionalSink sink = new TransactionalSink(topic, group, producer);
    try {
      producer.initTransactions();
      return sink;
    } catch (KafkaException e) {
      sink.close();
      throw sink.failure(e);
    }
  }

  private static Map<String, Object> settings(KafkaOptions kafka, DeadLetterTopic topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic.redriveGroup());
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    return config;
  }

  @Override
  public void publish(
      List<DeadLetterRecord> letters, TopicPartition partition, RedrivePosition reached) {
    try {
      write(letters, partition, reached);
      producer.commitTransaction();
      published += letters.size();
    } catch (KafkaException e) {
      abort(e);
      throw failure(e);
    }
  }

  /** All but the commit: who stops after this has done nothing. */
  void write(List<DeadLetterRecord> letters, TopicPartition partition, RedrivePosition reached) {
    producer.beginTransaction();
    letters.forEach(this::send);
    producer.sendOffsetsToTransaction(Map.of(partition, reached.toCommitted()), group);
  }

  // The callback gets what the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(DeadLetterRecord letter) {
    producer.send(
        letter.toOriginal(topic.origin()),
        (metadata, exception) -> {
          if (exception != null) {
            refusal.compareAndSet(null, new Refusal(letter.place(), exception));
          }
        });
  }

  /** The broker aborts on its own what can't be aborted here. */
  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      cause.addSuppressed(e);
    }
  }

  private CommandFailedException failure(KafkaException e) {
    Refusal refused = refusal.get();
    Exception reason = refused == null ? e : refused.reason();
    if (isFenced(e) || isFenced(reason)) {
      return new CommandFailedException(
          "another redrive of %s has started and goes on from here; %,d had been redriven"
              .formatted(topic.name(), published),
          e);
    }
    return new CommandFailedException(
        "redriving%s to topic %s failed after %,d had been redriven: %s; mend that and redrive again, it goes on there"
            .formatted(
                refused == null ? "" : " " + refused.letter(),
                topic.origin(),
                published,
                reason.getMessage()),
        e);
  }

  private static boolean isFenced(Exception e) {
    return e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  /** The first dead letter of a transaction that the topic does not take. */
  private record Refusal(DeadLetterRecord.Place letter, Exception reason) {}
}
