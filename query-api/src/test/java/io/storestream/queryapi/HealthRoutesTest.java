package io.storestream.queryapi;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class HealthRoutesTest {

  @Test
  void shouldBeReadyWhileTheTableAnswers() {
    try (TestApi api = TestApi.over("HealthRoutesTest")) {
      assertThat(api.http().get("/health/live")).isEqualTo(json("{\"status\":\"UP\"}"));
      assertThat(api.http().get("/health/ready")).isEqualTo(json("{\"status\":\"UP\"}"));
    }
  }

  @Test
  void shouldBeAliveButNotReadyWithoutTheTable() {
    try (TestApi api = TestApi.over("NoSuchTable", TestApi.CLIENT)) {
      // when
      HttpResponse<String> ready = api.http().send("GET", "/health/ready");

      // then
      assertThat(Http.answer(ready))
          .isEqualTo(
              problem(
                  503,
                  "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                      + "\"detail\":\"table NoSuchTable does not answer\","
                      + "\"instance\":\"/health/ready\"}"));
      assertThat(ready.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(api.http().get("/health/live")).isEqualTo(json("{\"status\":\"UP\"}"));
    }
  }
}
