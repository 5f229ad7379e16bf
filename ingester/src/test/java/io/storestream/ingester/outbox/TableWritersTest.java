package io.storestream.ingester.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.writer.WriterSession;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.ingester.IngesterSettings;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import io.storestream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableWritersTest {

  /** That what comes in meanwhile costs no further write is the queue's part. */
  @Test
  void shouldLetACountWaitForFurtherChanges() throws InterruptedException {
    FakeDynamoDb dynamoDb = new FakeDynamoDb();
    try (TableWriters writers =
        TableWriters.create(
            dynamoDb, IngesterSettings.builder().build(), new SimpleMeterRegistry())) {
      writers.start();
      WriterSession session = writers.counts().openSession();
      Instant changedAt = Instant.now();

      session.submit(
          new ItemWrite.CountItem(
              new LocationCount(new Location(List.of("US")), 1, new Version(0, 1)),
              changedAt,
              true));
      FakeDynamoDb.Call call = dynamoDb.nextCall();

      assertThat(Duration.between(changedAt, Instant.now()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      call.succeed();
    }
  }
}
