package io.storestream.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {

  private static final Scrape SCRAPE =
      new Scrape(
          """
          # HELP storestream_pending Stores whose newest state is not in the table yet
          # TYPE storestream_pending gauge
          storestream_pending 3.0
          storestream_pending_age_seconds 0.5
          storestream_events_total{fate="accepted"} 7.0
          storestream_events_total{fate="stale"} 1.0E3
          kafka_consumer_lag{client_id="a",topic="x"} NaN
          kafka_consumer_lag{client_id="b",topic="x"} 2.0
          """);

  @Test
  void shouldReadOneMetricAndNoneWithALongerName() {
    assertThat(SCRAPE.sum("storestream_pending")).isEqualTo(3);
  }

  @Test
  void shouldAddUpOverLabels() {
    assertThat(SCRAPE.sum("storestream_events_total")).isEqualTo(1007);
    assertThat(SCRAPE.sum("storestream_events_total", "fate=\"stale\"")).isEqualTo(1000);
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() {
    assertThat(SCRAPE.sum("kafka_consumer_lag", "topic=\"x\"")).isEqualTo(2);
    assertThat(SCRAPE.sum("no_such_metric")).isZero();
  }
}
