package io.storestream.queryapi.query;

import static io.storestream.queryapi.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.dynamodb.schema.StoresTable;
import io.storestream.queryapi.GeneratedDynamoDb;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.TestApi;
import io.storestream.queryapi.http.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

final class PageMemoryTest {

  private static final String LARGEST = "/v1/stores?country=US&limit=1000";
  private static final int LARGEST_AT_ONCE = PageMemory.KILOBYTES / 1_000;
  private static final Pattern NUMBER = Pattern.compile("\"storeNumber\":\"([^\"]*)\"");
  private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]*)\"}$");

  private final PageMemory memory = new PageMemory();
  private final CompletableFuture<Void> made = new CompletableFuture<>();

  @Test
  void shouldEndAPageBeforeItIsTooLarge() {
    // given: 30 stores are one store too many
    int stores = 70;
    try (TestApi api = TestApi.over("large", new GeneratedDynamoDb(stores, 100_000))) {
      List<Integer> sizes = new ArrayList<>();
      List<String> visited = new ArrayList<>();

      // when
      String cursor = "";
      do {
        String page = api.http().get(LARGEST + cursor).body();
        List<String> numbers = NUMBER.matcher(page).results().map(match -> match.group(1)).toList();
        sizes.add(numbers.size());
        visited.addAll(numbers);
        Matcher next = NEXT_CURSOR.matcher(page);
        cursor = next.find() ? "&cursor=" + next.group(1) : "";
      } while (!cursor.isEmpty());

      // then
      assertThat(sizes).containsExactly(29, 29, 12);
      assertThat(visited)
          .containsExactlyElementsOf(
              IntStream.range(0, stores).mapToObj(GeneratedDynamoDb::number).toList());
    }
  }

  @Test
  void shouldRefuseMorePagesThanThereIsMemoryFor() {
    GeneratedDynamoDb dynamoDb = new GeneratedDynamoDb(2, 1);
    try (TestApi api = TestApi.over("generated", dynamoDb)) {
      // given
      Http http = api.http();
      dynamoDb.gate = new CompletableFuture<>();
      List<CompletableFuture<Http.Answer>> waiting =
          Stream.generate(() -> http.getAsync(LARGEST)).limit(LARGEST_AT_ONCE).toList();
      Awaitility.await().until(() -> dynamoDb.queries() == LARGEST_AT_ONCE);

      // when, then
      assertThat(http.get("/v1/stores?country=US&limit=1"))
          .isEqualTo(
              problem(
                  503,
                  "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
                      + "\"detail\":\"too many stores are being read\","
                      + "\"instance\":\"/v1/stores\"}"));
      assertThat(http.send("GET", LARGEST).headers().firstValue("Retry-After")).hasValue("1");

      // when
      dynamoDb.gate.complete(null);

      // then
      assertThat(waiting).allSatisfy(page -> assertThat(page.join().status()).isEqualTo(200));
      Awaitility.await().until(() -> http.get(LARGEST).status() == 200);
    }
  }

  @Test
  void shouldCountWhatAPageHoldsAndNotOnlyItsStores() {
    // given
    CompletableFuture<Void> large = memory.reserve(1, share -> grown(share, PageMemory.KILOBYTES));
    assertThat(large).isNotDone();

    // when, then
    assertThat(memory.reserve(1, share -> made)).isCompletedExceptionally();

    // when
    made.complete(null);

    // then
    assertThat(large).isCompleted();
    assertThat(memory.reserve(PageMemory.KILOBYTES, share -> made)).isCompleted();
  }

  @Test
  void shouldReserveALeastAmountForSmallPages() {
    for (int i = 0; i < PageMemory.KILOBYTES / PageMemory.LEAST_KILOBYTES; i++) {
      assertThat(memory.reserve(1, share -> made)).isNotDone();
    }
    assertThat(memory.reserve(1, share -> made)).isCompletedExceptionally();
  }

  @Test
  void shouldCountTheTextOfStores() {
    // given: 2.9 MB
    List<Map<String, AttributeValue>> items =
        new GeneratedDynamoDb(29, 100_000).query(QueryRequest.builder().build()).join().items();

    // when
    CompletableFuture<Void> page =
        memory.reserve(
            1,
            share -> {
              assertThat(
                      new StorePage.Builder(1_000, share::hold, StoresTable.STATE_CITY_POSTCODE)
                          .add(items))
                  .isTrue();
              return made;
            });

    // then
    assertThat(page).isNotDone();
    assertThat(memory.reserve(PageMemory.KILOBYTES - 2_899, share -> made))
        .isCompletedExceptionally();
    assertThat(memory.reserve(PageMemory.KILOBYTES - 2_999, share -> made)).isNotDone();
  }

  @Test
  void shouldReserveNothingForAPageThatHasEnded() {
    // given
    List<PageMemory.Share> over = new ArrayList<>();
    assertThat(
            memory.reserve(
                1,
                share -> {
                  over.add(share);
                  return made;
                }))
        .isNotDone();
    made.completeExceptionally(new IllegalStateException("its time is up"));

    // when, then
    assertThatThrownBy(() -> over.get(0).hold(2)).isInstanceOf(ProblemException.class);
    assertThat(memory.reserve(PageMemory.KILOBYTES, share -> new CompletableFuture<>()))
        .isNotDone();
  }

  private CompletableFuture<Void> grown(PageMemory.Share share, int kilobytes) {
    share.hold(kilobytes);
    return made;
  }
}
