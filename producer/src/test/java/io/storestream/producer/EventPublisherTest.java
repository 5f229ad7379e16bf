package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.event.StoreChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

  private static final StoreChange CHANGE = new StoreChange.Delete("1", Instant.EPOCH);

  private MockProducer<byte[], byte[]> producer;
  private EventPublisher publisher;

  @BeforeEach
  void setUp() {
    ByteArraySerializer serializer = new ByteArraySerializer();
    producer = new MockProducer<>(false, null, serializer, serializer);
    publisher = new EventPublisher(producer, "changes");
  }

  @Test
  void shouldSendEventWithItsStoreNumberAsKey() {
    // when
    publisher.publish(CHANGE);

    // then
    assertThat(producer.history()).hasSize(1);
    ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
    assertThat(sent.topic()).isEqualTo("changes");
    assertThat(sent.partition()).isNull();
    assertThat(sent.timestamp()).isNull();
    assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("1");
    assertThat(new String(sent.value(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"1970-01-01T00:00:00Z\"}");
  }

  @Test
  void shouldCountWhatHasArrivedAndNotWhatWasSent() {
    // when
    publisher.publish(CHANGE);
    publisher.publish(CHANGE);
    producer.completeNext();

    // then
    assertThat(publisher.delivered()).isEqualTo(1);
    publisher.awaitDelivery();
    assertThat(publisher.delivered()).isEqualTo(2);
  }

  @Test
  void shouldStopAtFirstEventThatIsNotDelivered() {
    // given
    publisher.publish(CHANGE);
    publisher.publish(CHANGE);
    publisher.publish(CHANGE);
    producer.completeNext();
    producer.errorNext(new RecordTooLargeException("too large"));
    producer.errorNext(new RecordTooLargeException("much too large"));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> publisher.publish(CHANGE))
        .withMessage(
            "publishing to topic changes failed after 1 events had been delivered: too large;"
                + " publishing the same again does no harm");
  }

  @Test
  void shouldNotReportSuccessIfTheLastEventIsNotDelivered() {
    // given
    publisher.publish(CHANGE);
    producer.errorNext(new RecordTooLargeException("too large"));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(publisher::awaitDelivery)
        .withMessage(
            "publishing to topic changes failed after 0 events had been delivered: too large;"
                + " publishing the same again does no harm");
  }

  @Test
  void shouldFailOnceASignalHasClosedIt() {
    // given
    publisher.publish(CHANGE);
    publisher.close();

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> publisher.publish(CHANGE))
        .withMessage("stopped by a signal");
  }
}
