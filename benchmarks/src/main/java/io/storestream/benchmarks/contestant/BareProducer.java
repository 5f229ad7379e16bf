package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.quickstart.LibraryLogging;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The baseline of {@code produce}: a plain producer that sends records from a file of their bytes,
 * with the settings that {@code produce} has.
 */
public final class BareProducer {

  private BareProducer() {}

  /** Takes the broker, the topic, and the file: keys and values, each after its length. */
  public static void main(String[] arguments) throws IOException {
    LibraryLogging.silence();
    ParentWatch.start();
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            arguments[0],
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            16L * 1024 * 1024,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(Path.of(arguments[2]))));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      send(in, producer, arguments[1]);
    }
  }

  private static void send(DataInputStream in, KafkaProducer<byte[], byte[]> producer, String topic)
      throws IOException {
    while (true) {
      byte[] key;
      try {
        key = in.readNBytes(in.readInt());
      } catch (EOFException e) {
        return;
      }
      byte[] value = in.readNBytes(in.readInt());
      Future<RecordMetadata> unused = // the benchmark counts what arrives
          producer.send(new ProducerRecord<>(topic, key, value));
    }
  }
}
