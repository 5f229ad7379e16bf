package io.storestream.maintenance.verify.counts;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.record.LocationDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Corrects the counts in the state of an application by deltas, which its ingesters apply as they
 * apply those of changes: a correction is right whatever is counted before and after it.
 */
public final class CountCorrections {

  private final KafkaAdmin kafka;
  private final String topic;

  public CountCorrections(KafkaAdmin kafka, String applicationId) {
    this.kafka = kafka;
    this.topic = InternalTopics.locationDeltasTopicOf(applicationId);
  }

  /**
   * Returns once the brokers have all of them.
   *
   * @throws CommandFailedException if the brokers do not take them
   */
  public void send(List<LocationDelta> corrections) {
    if (corrections.isEmpty()) {
      return;
    }
    int partitions = Objects.requireNonNull(kafka.partitionsOf(List.of(topic)).get(topic), topic);
    Map<String, Object> config = kafka.options().clientConfig();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      for (LocationDelta delta : corrections) {
        answers.add(producer.send(record(delta, partitions)));
      }
      for (Future<RecordMetadata> answer : answers) {
        answer.get();
      }
    } catch (KafkaException e) {
      throw failure(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(e);
    }
  }

  /** To the task that counts the root, whatever partitioner the settings name. */
  private ProducerRecord<byte[], byte[]> record(LocationDelta delta, int partitions) {
    int partition = Utils.toPositive(Utils.murmur2(delta.key())) % partitions;
    return new ProducerRecord<>(topic, partition, delta.key(), delta.encode());
  }

  private CommandFailedException failure(Throwable cause) {
    return new CommandFailedException(
        "can't write corrections of counts to topic %s: %s%s"
            .formatted(
                topic,
                cause.getMessage(),
                cause instanceof AuthorizationException
                    ? "; verify --repair needs the right to write there"
                    : "; what was written is applied, so run it again"),
        cause);
  }
}
