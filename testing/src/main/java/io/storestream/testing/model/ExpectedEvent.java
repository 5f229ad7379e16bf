package io.storestream.testing.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.storestream.testing.workload.Change;
import io.storestream.testing.workload.KeySpelling;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a change, parsed without any code of the product.
 *
 * @param time time of the event, to the nanosecond if the event has it
 * @param content the store's fields by their JSON names: trimmed and composed, numbers in plain
 *     digits, missing fields and numbers out of range left out, the country's name normalized;
 *     {@code null} if the store is deleted
 */
public record ExpectedEvent(
    String storeNumber, Instant time, @Nullable SortedMap<String, String> content) {

  private static final List<String> TEXTS =
      List.of(
          "brand",
          "storeName",
          "ownershipType",
          "streetAddress",
          "city",
          "state",
          "country",
          "postcode",
          "phoneNumber",
          "timezone");

  /** The coordinates and the largest value of each. */
  private static final Map<String, Integer> NUMBERS = Map.of("longitude", 180, "latitude", 90);

  private static final Pattern OUTER_SPACE =
      Pattern.compile("^\\s+|\\s+$", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f]");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Returns nothing if the change is unusable. Checks neither sizes nor the clock. */
  public static Optional<ExpectedEvent> read(Change change) {
    try {
      return Optional.of(
          change.value() == null ? closed(change) : readJson(change, change.value()));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the fields of a store's JSON object; other fields are ignored.
   *
   * @throws IllegalArgumentException if they are not those of a store
   */
  public static SortedMap<String, String> fields(JsonNode store) {
    require(store.isObject());
    SortedMap<String, String> fields = new TreeMap<>();
    for (String name : TEXTS) {
      text(store, name).ifPresent(text -> fields.put(name, text));
    }
    NUMBERS.forEach(
        (name, limit) -> number(store, name, limit).ifPresent(text -> fields.put(name, text)));
    require(fields.containsKey("country"));
    fields.compute("country", (name, country) -> KeySpelling.of(country));
    return Collections.unmodifiableSortedMap(fields);
  }

  static JsonNode parse(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  private static ExpectedEvent closed(Change change) {
    String storeNumber = trim(change.key());
    require(!storeNumber.isEmpty());
    return new ExpectedEvent(storeNumber, Instant.ofEpochMilli(change.timestampMs()), null);
  }

  private static ExpectedEvent readJson(Change change, String value)
      throws JsonProcessingException {
    JsonNode event = parse(value);
    require(event.isObject());
    String type = text(event, "type").orElse("");
    JsonNode store = event.path("store");
    boolean upsert = type.equals("UPSERT");
    require(upsert || type.equals("DELETE"));
    require(upsert != isMissing(store));
    return new ExpectedEvent(
        text(event, "storeNumber").orElseThrow(IllegalArgumentException::new),
        text(event, "updatedAt")
            .map(Instant::parse)
            .orElse(Instant.ofEpochMilli(change.timestampMs())),
        upsert ? fields(store) : null);
  }

  private static Optional<String> text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    require(value.isTextual() || isMissing(value));
    require(!CONTROL.matcher(value.asText()).find());
    return Optional.ofNullable(value.textValue())
        .map(ExpectedEvent::trim)
        .filter(it -> !it.isEmpty());
  }

  private static Optional<String> number(JsonNode object, String name, int limit) {
    JsonNode value = object.path(name);
    return value.isNumber() && value.decimalValue().abs().compareTo(BigDecimal.valueOf(limit)) <= 0
        ? Optional.of(value.decimalValue().toPlainString())
        : Optional.empty();
  }

  private static boolean isMissing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String trim(String text) {
    return Normalizer.normalize(OUTER_SPACE.matcher(text).replaceAll(""), Normalizer.Form.NFC);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }
}
