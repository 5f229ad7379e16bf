package io.storestream.queryapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Limits;
import io.storestream.queryapi.TestApi;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswerTimeTest {

  private static final ServerLimits IMPATIENT = Limits.answerTime(Duration.ofMillis(200));

  private final GeneratedDynamoDb dynamoDb =
      new GeneratedDynamoDb(3 * GeneratedDynamoDb.PAGE_ITEMS, 1);
  private final TestApi impatient = TestApi.over("generated", dynamoDb, IMPATIENT);
  private final TestApi patient = TestApi.over("generated", dynamoDb);

  @AfterAll
  void stop() {
    impatient.close();
    patient.close();
  }

  // The stores have no city, and no postcode.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/stores?country=US&limit=1000",
        "/v1/stores/count?country=US&state=NE&city=&postcode=6",
        "/v1/locations/US/NE/%20"
      })
  void shouldReadNoFurtherForAnAnswerWhoseTimeIsUp(String target) {
    // given
    int before = dynamoDb.queries();
    dynamoDb.gate = new CompletableFuture<>();
    assertThat(impatient.http().get(target).status()).isEqualTo(503);

    // when: DynamoDB's first page arrives, and all that follows from it has happened
    dynamoDb.gate.complete(null);

    // then
    assertThat(dynamoDb.queries()).isEqualTo(before + 1);

    // and: with time enough there would have been more pages
    patient.http().get(target);
    assertThat(dynamoDb.queries()).isGreaterThanOrEqualTo(before + 3);
  }
}
