package io.storestream.maintenance.deadletter;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters to the topic that they came from, and commits the position in the same
 * Kafka transaction: a dead letter is either published and done, or neither.
 *
 * <p>One at a time may be open for a dead-letter topic; a second one ends the first. For one
 * thread.
 */
final class TransactionalSink implements RedriveSink {

  /**
   * How long the readers of the topic, the ingester first of all, are held up at the most when a
   * redrive is killed.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int DELIVERY_TIMEOUT_MS = 20_000;
  private static final int MAX_BLOCK_MS = 20_000;

  /** The topic decides whether a record is too large. */
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
   * Opens a sink. Once this returns, the open transaction of an earlier sink is aborted, and the
   * committed positions no longer move.
   *
   * @throws CommandFailedException if the settings make no sense or the cluster refuses
   */
  static TransactionalSink open(KafkaOptions kafka, DeadLetterTopic topic) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    ConsumerGroupMetadata group;
    Producer<byte[], byte[]> producer;
    try {
      group = group(kafka, topic);
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

  /** Only a consumer has the metadata of its group; this one sends no request. */
  private static ConsumerGroupMetadata group(KafkaOptions kafka, DeadLetterTopic topic) {
    Map<String, Object> config = kafka.clientConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topic.redriveGroup());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      return consumer.groupMetadata();
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
      List<DeadLetterRecord> deadLetters, TopicPartition partition, RedrivePosition reached) {
    try {
      write(deadLetters, partition, reached);
      producer.commitTransaction();
      published += deadLetters.size();
    } catch (KafkaException e) {
      abort(e);
      throw failure(e);
    }
  }

  /** Does all but the commit: a sink that stops after this has published nothing. */
  void write(
      List<DeadLetterRecord> deadLetters, TopicPartition partition, RedrivePosition reached) {
    producer.beginTransaction();
    deadLetters.forEach(this::send);
    producer.sendOffsetsToTransaction(Map.of(partition, reached.toCommitted()), group);
  }

  // The callback gets what the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(DeadLetterRecord deadLetter) {
    producer.send(
        deadLetter.toOriginal(topic.origin()),
        (metadata, exception) -> {
          if (exception != null) {
            refusal.compareAndSet(null, new Refusal(deadLetter.position(), exception));
          }
        });
  }

  /** The broker aborts automatically what can't be aborted here. */
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
        "redriving%s to topic %s failed after %,d had been redriven: %s; repair the cause and redrive again: it goes on there"
            .formatted(
                refused == null ? "" : " " + refused.deadLetter(),
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

  /** The first dead letter of a transaction that the topic refuses. */
  private record Refusal(DeadLetterRecord.Position deadLetter, Exception reason) {}
}
