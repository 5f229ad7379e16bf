package io.storestream.producer;

import io.storestream.fixtures.CommandRun;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A run of {@code produce} whose events are kept and not sent, so that a test can afford many runs.
 *
 * @param published the events in their order
 */
public record MockedProduce(CommandRun run, List<ProducerRecord<byte[], byte[]>> published) {

  /**
   * Runs the command.
   *
   * @param arguments name a broker that has the topic
   */
  public static MockedProduce of(String... arguments) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, bytes, bytes);
    ProduceCommand command =
        new ProduceCommand((kafka, topic) -> new EventPublisher(producer, topic));
    return new MockedProduce(CommandRun.of(command, arguments), producer.history());
  }
}
