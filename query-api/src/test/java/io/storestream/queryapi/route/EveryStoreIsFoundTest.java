package io.storestream.queryapi.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.model.LocationKey;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.queryapi.Http;
import io.storestream.queryapi.Stores;
import io.storestream.queryapi.TestApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever store is accepted, it is found by number and by location, and every link in an answer
 * leads on. Each answer is validated against the contract.
 */
final class EveryStoreIsFoundTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestApi API = TestApi.over("EveryStoreIsFoundTest");
  private static final Http HTTP = API.http();

  /** In every country, so that lists have two pages. */
  private static final String OTHER = "other store of the country";

  /** Clients and routes give these segments another meaning. */
  private static final Set<String> SPECIAL_SEGMENTS = Set.of(".", "..", "count", "near");

  @BeforeContainer
  static void start() {
    assertThat(HTTP.get("/health/ready").status()).isEqualTo(200);
  }

  @AfterContainer
  static void stop() {
    API.close();
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void shouldFindEveryStoreThatIsAccepted(@ForAll("stores") Store store) throws IOException {
    // given
    API.put(
        Stores.versioned(store, Instant.EPOCH),
        Stores.at(OTHER, store.country(), "another state", null, null));

    // when, then
    JsonNode found = get("/v1/stores/" + segment(store.storeNumber()));
    assertThat(found.path("storeNumber").textValue()).isEqualTo(store.storeNumber());
    assertThat(found.path("city").textValue()).isEqualTo(store.city());
    assertThat(found.path("updatedAt").textValue()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(numbers(queryOf(store))).contains(store.storeNumber());
    followLinks(store);

    // finally
    API.put(Stores.deleted(store.storeNumber()), Stores.deleted(OTHER));
  }

  /** Walks from the world down to the store, as a person who clicks. */
  private static void followLinks(Store store) throws IOException {
    LocationKey key = LocationKey.of(store);
    JsonNode location = get("/v1/locations");
    for (String name : List.of(key.country(), key.state(), key.city())) {
      location = get(child(location, name).path("href").textValue());
      assertThat(location.path("name").textValue()).isEqualTo(name);
      for (JsonNode parent : location.path("parents")) {
        assertThat(get(parent.path("href").textValue()).path("name"))
            .isEqualTo(parent.path("name"));
      }
      assertThat(numbers(location.path("stores").textValue())).contains(store.storeNumber());
    }
    JsonNode postcode = child(location, key.postcode());
    if (!key.postcode().isEmpty()) {
      assertThat(numbers(postcode.path("href").textValue())).contains(store.storeNumber());
    }
  }

  private static JsonNode child(JsonNode location, String name) {
    for (JsonNode child : location.path("children")) {
      if (child.path("name").textValue().equals(name)) {
        return child;
      }
    }
    throw new AssertionError("no child " + name + " in " + location);
  }

  /** Returns the store numbers of all pages of one store each. */
  private static List<String> numbers(String stores) throws IOException {
    List<String> numbers = new ArrayList<>();
    String page = stores + "&limit=1";
    for (String cursor = ""; cursor != null; ) {
      JsonNode answer = get(cursor.isEmpty() ? page : page + "&cursor=" + cursor);
      answer.path("stores").forEach(it -> numbers.add(it.path("storeNumber").textValue()));
      cursor = answer.path("nextCursor").textValue();
    }
    return numbers;
  }

  private static JsonNode get(@Nullable String target) throws IOException {
    Http.Answer answer = HTTP.get(String.valueOf(target));
    assertThat(answer.status()).as("%s: %s", target, answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String queryOf(Store store) {
    return "/v1/stores?country=%s&state=%s&city=%s&postcode=%s"
        .formatted(
            encode(store.country()),
            encode(store.state()),
            encode(store.city()),
            encode(store.postcode()));
  }

  private static String segment(String storeNumber) {
    return encode(storeNumber) + (SPECIAL_SEGMENTS.contains(storeNumber) ? "%20" : "");
  }

  private static String encode(@Nullable String text) {
    return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Provide
  Arbitrary<Store> stores() {
    return Combinators.combine(
            texts(2_048),
            texts(1_024),
            texts(400).injectNull(0.2),
            texts(400).injectNull(0.2),
            texts(200).injectNull(0.2))
        .as(EveryStoreIsFoundTest::store)
        .filter(Optional::isPresent)
        .map(Optional::get);
  }

  private static Optional<Store> store(
      String number,
      String country,
      @Nullable String state,
      @Nullable String city,
      @Nullable String postcode) {
    try {
      return Optional.of(
          new StoreBuilder()
              .storeNumber(number)
              .set(StoreField.COUNTRY, country)
              .set(StoreField.STATE, state)
              .set(StoreField.CITY, city)
              .set(StoreField.POSTCODE, postcode)
              .build());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Any text, what is special in addresses, and texts as long as a key may be.
   *
   * @param maxBytes as many bytes take the longest of them
   */
  private static Arbitrary<String> texts(int maxBytes) {
    Arbitrary<String> special =
        Arbitraries.oneOf(
                Arbitraries.of(".", "..", "/", "//", "%", "%2F", "%2E", "+", ";", "?", "#", "&"),
                Arbitraries.of("=", "\\", "\"", "'", "<", "*", ":", "@", "count", "null", ";v=1"),
                Arbitraries.of(
                    "\u0096", "\u2028", "a\u200db", "\ufffe", "\uffff", "\ufdd0", "\u00a0"),
                Arbitraries.of(
                    "\u00df", "\u0130", "e\u0301", "\u5e97", "\ud83c\udfea", "\ufffd", "~", "$"))
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(pieces -> String.join("", pieces));
    Arbitrary<String> one =
        Arbitraries.of(
            ".", "..", "count", "near", "stores", "v1", "*", "%", "#", "+", "/", "\\", ";");
    Arbitrary<String> longest =
        Arbitraries.of("x", "\u00e9", "\u5e97", "\ud83c\udfea", "#", "%", "a/")
            .map(unit -> unit.repeat(maxBytes / encoded(unit)));
    return Arbitraries.frequencyOf(
        Tuple.of(3, special),
        Tuple.of(2, one),
        Tuple.of(2, Arbitraries.strings().ofMinLength(1).ofMaxLength(8)),
        Tuple.of(1, longest));
  }

  /** Returns how many bytes a text takes in a key. */
  private static int encoded(String text) {
    return text.replace("%", "%25").replace("#", "%23").getBytes(StandardCharsets.UTF_8).length;
  }
}
