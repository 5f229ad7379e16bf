package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.storestream.fixtures.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WriterHealthTest {

  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final WriterHealth health = new WriterHealth("T", clock);
  private final Logger logger = (Logger) LoggerFactory.getLogger(DynamoDbWriter.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null); // as configured
  }

  @Test
  void shouldSayOnceThatThereIsTroubleAndOnceThatItIsOver() {
    IntStream.range(0, 1000).forEach(i -> health.onFailure("refused"));
    assertThat(health.trouble()).isEmpty();

    clock.advance(WriterHealth.GRACE);
    IntStream.range(0, 1000).forEach(i -> health.onFailure("refused"));
    health.onFailure("no such table");
    assertThat(health.trouble()).contains("no such table"); // the last

    IntStream.range(0, 1000).forEach(i -> health.onSuccess());
    assertThat(health.trouble()).isEmpty();
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "DynamoDB does not take writes to T; everything is kept and tried again: refused",
            "DynamoDB takes writes to T again");
  }

  @Test
  void shouldTakeFailuresBetweenSuccessesForWhatTheyAre() {
    for (int i = 0; i < 100; i++) {
      health.onFailure("internal error");
      clock.advance(WriterHealth.GRACE.minus(Duration.ofMillis(1)));
      health.onFailure("internal error");
      health.onSuccess();
    }

    assertThat(health.trouble()).isEmpty();
    assertThat(log.list).isEmpty();
  }

  @Test
  void shouldBeginAnewWhenNothingIsLeftToWrite() {
    health.onFailure("refused");
    clock.advance(WriterHealth.GRACE);
    health.onFailure("refused");
    health.onIdle();
    assertThat(health.trouble()).isEmpty();

    health.onFailure("refused");
    assertThat(health.trouble()).isEmpty();
  }
}
