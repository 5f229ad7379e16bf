package io.storestream.ingester.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic that holds an application's {@link ApplicationIdentity}, and a ticket for the
 * local state of each stopped instance. Thread-safe.
 *
 * <p>Instances share it, so a change reads and writes in one transaction of one transactional ID.
 * An instance that begins later fences an earlier one, which reads again. A change is therefore
 * never based on outdated content, and a ticket is used once.
 */
public final class IdentityTopic {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final String IDENTITY = "identity";
  private static final String CLOSED = "closed/";

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_BLOCK_MS = 10_000;
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;
  private static final long MAX_PAUSE_MS = 1_000;

  /** How the producer names an error that is not of the protocol. */
  private static final String UNHANDLED_END = "Unhandled error in EndTxnResponse";

  /** A transaction that is still open ends by its timeout. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaAdmin kafka;
  private final String topic;
  private final InstantSource clock;

  /** Does no I/O yet. */
  public IdentityTopic(KafkaAdmin kafka, String applicationId) {
    this(kafka, applicationId, InstantSource.system());
  }

  IdentityTopic(KafkaAdmin kafka, String applicationId, InstantSource clock) {
    this.kafka = kafka;
    this.topic = InternalTopics.identityTopicOf(applicationId);
    this.clock = clock;
  }

  /**
   * Returns the saved identity; nothing if the topic is absent or empty, or if the format is
   * another one.
   *
   * @throws CommandFailedException if Kafka does not answer
   */
  public Optional<ApplicationIdentity> read() {
    return identity(records());
  }

  /**
   * Changes the saved identity; the topic must exist.
   *
   * @param change may be called again if another instance changes the identity at the same time
   * @return the identity after the change
   * @throws CommandFailedException if Kafka does not answer or refuses
   */
  public ApplicationIdentity update(
      Function<Optional<ApplicationIdentity>, ApplicationIdentity> change) {
    return transact(
        records -> {
          Optional<ApplicationIdentity> before = identity(records);
          ApplicationIdentity after = change.apply(before);
          return before.equals(Optional.of(after))
              ? new Step<>(after, Map.of())
              : new Step<>(after, Map.of(IDENTITY, toJson(after)));
        });
  }

  /**
   * Records that an instance has closed its local state.
   *
   * @return the ticket for {@link #takeTicket}
   * @throws CommandFailedException as {@link #update}
   */
  String issueTicket(ClosedState state) {
    String ticket = UUID.randomUUID().toString();
    return transact(records -> new Step<>(ticket, Map.of(CLOSED + ticket, state.toJson())));
  }

  /**
   * Uses up a ticket, and deletes expired ones.
   *
   * @return the state of the ticket; nothing if there is no such ticket or it was used
   * @throws CommandFailedException as {@link #update}
   */
  Optional<ClosedState> takeTicket(String ticket) {
    return transact(
        records -> {
          Map<String, byte @Nullable []> tombstones = new HashMap<>();
          records.forEach(
              (key, value) -> {
                if (key.equals(CLOSED + ticket) || isExpired(key, value)) {
                  tombstones.put(key, null);
                }
              });
          return new Step<>(
              Optional.ofNullable(records.get(CLOSED + ticket))
                  .flatMap(ClosedState::parse)
                  .filter(it -> !it.isExpired(clock.instant())),
              tombstones);
        });
  }

  private boolean isExpired(String key, byte[] value) {
    return key.startsWith(CLOSED)
        && ClosedState.parse(value).map(it -> it.isExpired(clock.instant())).orElse(true);
  }

  private static Optional<ApplicationIdentity> identity(Map<String, byte[]> records) {
    return Optional.ofNullable(records.get(IDENTITY)).flatMap(ApplicationIdentity::parse);
  }

  private static byte[] toJson(ApplicationIdentity identity) {
    try {
      return JSON.writeValueAsBytes(identity);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  /** Returns the newest value of each key; nothing if the topic does not exist. */
  private Map<String, byte[]> records() {
    Map<String, byte[]> records = new HashMap<>();
    Map<TopicPartition, Long> ends = kafka.endOffsets(topic);
    if (ends.isEmpty()) {
      return records;
    }
    try (TopicReader reader = TopicReader.open(kafka.options())) {
      reader.seek(kafka.startOffsets(topic));
      reader.readTo(
          ends,
          record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
              records.remove(key);
            } else {
              records.put(key, record.value());
            }
          });
    }
    return records;
  }

  private <T> T transact(Function<Map<String, byte[]>, Step<T>> decision) {
    Instant deadline = Instant.now().plus(TIMEOUT);
    while (true) {
      Producer<byte[], byte[]> producer = producer();
      try {
        producer.initTransactions();
        Step<T> step = decision.apply(records());
        if (!step.records().isEmpty()) {
          producer.beginTransaction();
          step.records().forEach((key, value) -> send(producer, key, value));
          producer.commitTransaction();
        }
        return step.result();
      } catch (KafkaException e) {
        if (!isFenced(e) || Instant.now().isAfter(deadline)) {
          throw new CommandFailedException(
              "can't write to topic %s: %s".formatted(topic, e.getMessage()), e);
        }
        LockSupport.parkNanos(
            Duration.ofMillis(ThreadLocalRandom.current().nextLong(MAX_PAUSE_MS)).toNanos());
      } finally {
        producer.close(CLOSE_TIMEOUT);
      }
    }
  }

  private void send(Producer<byte[], byte[]> producer, String key, byte @Nullable [] value) {
    // If this fails, the commit of the transaction fails.
    java.util.concurrent.Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = kafka.options().clientConfig();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config, bytes, bytes);
  }

  /**
   * Returns whether another instance has begun a transaction in the meantime. While a broker is
   * fencing this one, it may answer the end of its transaction with an invalid state, or with an
   * error that has no type; nothing is committed then.
   */
  private static boolean isFenced(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof InvalidTxnStateException
          || String.valueOf(cause.getMessage()).startsWith(UNHANDLED_END)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The result of a change.
   *
   * @param records records to write; {@code null} deletes
   */
  private record Step<T>(T result, Map<String, byte @Nullable []> records) {}
}
