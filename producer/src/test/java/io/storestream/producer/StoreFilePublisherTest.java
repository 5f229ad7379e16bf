package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.kafka.Topics;
import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.InputFiles.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilePublisherTest {

  @Test
  void shouldPublishAndReport(@TempDir Path folder) throws IOException {
    // given
    ProducedTopic.BROKER.createTopic(Topics.STORE_CHANGES, 3);
    Path file = folder.resolve("stores.csv");
    Files.writeString(file, "Store Number,Country\n1,US\n1,CA\n2,\n");

    // when the time has nanoseconds
    PublishReport report =
        new StoreFilePublisher(ProducedTopic.kafka(), Topics.STORE_CHANGES)
            .publish(List.of(file), Instant.parse("2017-02-01T00:00:00.123456789Z"));

    // then
    assertThat(report)
        .isEqualTo(
            new PublishReport(
                new Found(
                    new RowCounts(1, 0, 1, 1),
                    0,
                    1,
                    List.of(folder.resolve("stores.csv.rejects.csv"))),
                0,
                0,
                null));
    assertThat(report.eventsPublished()).isEqualTo(1);
    assertThat(ProducedTopic.BROKER.valuesOf(Topics.STORE_CHANGES))
        .containsExactly(
            "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":\"2017-02-01T00:00:00.123456789Z\","
                + "\"store\":{\"country\":\"CA\"}}");
  }
}
