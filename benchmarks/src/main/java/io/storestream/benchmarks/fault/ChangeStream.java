package io.storestream.benchmarks.fault;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes a workload and remembers it. The same seed gives the same changes. Single-threaded. */
final class ChangeStream implements AutoCloseable {

  private final String topic;
  private final Workload workload;
  private final ChangeHistory history = new ChangeHistory();
  private final KafkaProducer<byte[], byte[]> producer;
  private int published;

  ChangeStream(KafkaOptions kafka, String topic, int stores, long seed) {
    this.topic = topic;
    workload = new Workload(seed, stores);
    ByteArraySerializer bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(kafka.clientConfig(), bytes, bytes);
  }

  /**
   * Publishes until this many changes are in the topic.
   *
   * @throws CommandFailedException if the broker does not take one
   */
  void publishUpTo(int changes) {
    List<Future<?>> sent = new ArrayList<>();
    for (; published < changes; published++) {
      Change change = workload.next();
      history.add(change);
      sent.add(producer.send(change.toRecord(topic)));
    }
    try {
      for (Future<?> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new CommandFailedException("can't publish: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /** Returns what is published so far. */
  ChangeHistory history() {
    return history;
  }

  @Override
  public void close() {
    producer.close();
  }
}
