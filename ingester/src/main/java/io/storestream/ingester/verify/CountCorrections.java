package io.storestream.ingester.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.ingester.LocationDelta;
import io.storestream.ingester.topic.InternalTopics;
import io.storestream.kafka.KafkaOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Corrects the counts in the state of an application by deltas, which its ingesters apply as they
 * apply those of changes: a correction is right whatever is counted before and after it.
 */
final class CountCorrections {

  /** Keeps a record small. */
  private static final int CHANGES_PER_RECORD = 1_000;

  private final KafkaOptions kafka;
  private final String applicationId;

  CountCorrections(KafkaOptions kafka, String applicationId) {
    this.kafka = kafka;
    this.applicationId = applicationId;
  }

  /**
   * Returns once the brokers have all of them.
   *
   * @param corrections by path of the place
   * @throws CommandFailedException if the brokers do not take them
   */
  void send(SortedMap<String, Long> corrections) {
    if (corrections.isEmpty()) {
      return;
    }
    Map<String, Object> config = kafka.clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      Map<LocationDelta, Future<RecordMetadata>> answers = new LinkedHashMap<>();
      String source = "repair-" + UUID.randomUUID();
      byCountry(corrections)
          .forEach(
              (country, ofCountry) -> {
                for (LocationDelta delta : deltas(source, ofCountry)) {
                  answers.put(delta, producer.send(record(delta)));
                }
              });
      for (Future<RecordMetadata> answer : answers.values()) {
        answer.get();
      }
    } catch (KafkaException | ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(e);
    }
  }

  private static Map<String, SortedMap<String, Long>> byCountry(
      SortedMap<String, Long> corrections) {
    Map<String, SortedMap<String, Long>> byCountry = new LinkedHashMap<>();
    corrections.forEach(
        (path, change) ->
            byCountry
                .computeIfAbsent(LocationDelta.countryOf(path), country -> new TreeMap<>())
                .put(path, change));
    return byCountry;
  }

  private static Iterable<LocationDelta> deltas(String source, SortedMap<String, Long> changes) {
    Map<Long, LocationDelta> deltas = new LinkedHashMap<>();
    Batches<Map.Entry<String, Long>> batches =
        new Batches<>(
            CHANGES_PER_RECORD,
            batch -> {
              Map<String, Long> some = new LinkedHashMap<>();
              batch.forEach(it -> some.put(it.getKey(), it.getValue()));
              long sequence = deltas.size() + 1L;
              deltas.put(sequence, new LocationDelta(source, sequence, some));
            });
    changes.entrySet().forEach(batches::add);
    batches.flush();
    return deltas.values();
  }

  private ProducerRecord<byte[], byte[]> record(LocationDelta delta) {
    return new ProducerRecord<>(
        InternalTopics.locationDeltasTopicOf(applicationId), delta.key(), delta.encode());
  }

  private CommandFailedException failure(Throwable cause) {
    return new CommandFailedException(
        "can't correct the counts of application %s: %s; it needs the right to write its topics"
            .formatted(applicationId, cause.getMessage()),
        cause);
  }
}
