package io.storestream.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.kafka.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CountRecordsTest {

  @Test
  void shouldSayWhatIsNotACount() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(Topics.LOCATION_COUNTS, 1, 7, "US".getBytes(UTF_8), new byte[0]);

    assertThatExceptionOfType(InvalidRecordException.class)
        .isThrownBy(() -> CountRecords.decode(record))
        .withMessage(
            "location-counts-1 at offset 7 is not a count of a place: it has no header version");
  }
}
