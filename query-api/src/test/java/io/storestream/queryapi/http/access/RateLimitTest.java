package io.storestream.queryapi.http.access;

import static io.storestream.queryapi.Http.header;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.HttpSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

  private final AtomicLong nanoTime = new AtomicLong();
  private final RateLimit limit = new RateLimit(4, nanoTime::get);

  @Test
  void shouldAdmitABurstAndThenOneAtATime() {
    // given
    IntStream.range(0, 4).forEach(i -> assertThat(limit.take("a")).isZero());

    // when, then
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(250));

    // when
    nanoTime.addAndGet(Duration.ofMillis(250).toNanos());

    // then
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldLimitEachClientAlone() {
    IntStream.range(0, 4).forEach(i -> assertThat(limit.take("a")).isZero());
    assertThat(limit.take("a")).isPositive();
    assertThat(limit.take("b")).isZero();
  }

  @Test
  void shouldHaveNoMoreThanOneBurstAfterALongTime() {
    // given
    limit.take("a");

    // when
    nanoTime.addAndGet(Duration.ofHours(1).toNanos());

    // then
    IntStream.range(0, 4).forEach(i -> assertThat(limit.take("a")).isZero());
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldTellClientsToWait() {
    HttpSettings settings = new HttpSettings(Duration.ZERO, List.of(), null, 1, false, null);
    try (TestApi api = TestApi.over("RateLimitTest", settings, () -> 0)) {
      // given
      Http http = api.http();
      assertThat(http.get("/v1/stores/1").status()).isEqualTo(404);

      // when
      HttpResponse<String> refused = http.send("GET", "/v1/stores/1");

      // then
      assertThat(Http.answer(refused))
          .isEqualTo(
              problem(
                  429,
                  "{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,"
                      + "\"detail\":\"too many requests; see Retry-After\","
                      + "\"instance\":\"/v1/stores/1\"}"));
      assertThat(header(refused, "Retry-After")).isEqualTo("1");
      assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
      assertThat(http.get("/health/live").status()).isEqualTo(200);
      assertThat(http.get("/health/ready").status()).isEqualTo(200);
      assertThat(http.get("/metrics").status()).isEqualTo(200);
    }
  }
}
