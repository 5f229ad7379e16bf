package io.storestream.queryapi.route;

import static io.storestream.queryapi.Http.json;
import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HealthRoutesTest {

  private final TestApi healthy = TestApi.over("HealthRoutesTest");

  @AfterAll
  void stop() {
    healthy.close();
  }

  @Test
  void shouldBeReadyWhileTheTableAnswers() {
    assertThat(healthy.http().get("/health/live")).isEqualTo(json("{\"status\":\"UP\"}"));
    assertThat(healthy.http().get("/health/ready")).isEqualTo(json("{\"status\":\"UP\"}"));
  }

  @Test
  void shouldNotBeReadyWithoutTheTableOfCounts() {
    // given
    String table = "HealthRoutesTestHalf";
    TableSetup.ofStores(TestApi.CLIENT, table).ensure(new Billing.OnDemand());
    try (TestApi api = TestApi.over(table, TestApi.CLIENT)) {
      // when, then
      assertThat(api.http().get("/health/ready").status()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/health/live", "/health/ready", "/metrics", "/openapi.yaml", "/docs"})
  void shouldIgnoreParametersWhereThereAreNone(String path) {
    assertThat(healthy.http().get(path + "?some=thing").status()).isEqualTo(200);
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
                      + "\"detail\":\"table NoSuchTable or its table of counts does not answer\","
                      + "\"instance\":\"/health/ready\"}"));
      assertThat(ready.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(api.http().get("/health/live")).isEqualTo(json("{\"status\":\"UP\"}"));
    }
  }
}
