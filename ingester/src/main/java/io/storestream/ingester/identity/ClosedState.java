package io.storestream.ingester.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Local state that an instance closed at a clean stop. Immutable.
 *
 * @param topics the ID of each topic that the state was built from, by name
 * @param inPlace whether events were resolved in place, which decides which task has which state
 * @param closedAt epoch milliseconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ClosedState(Map<String, String> topics, boolean inPlace, long closedAt) {

  /** An instance that returns later restores the state from Kafka. */
  static final Duration RETENTION = Duration.ofDays(30);

  ClosedState {
    topics = Map.copyOf(topics);
  }

  static ClosedState of(Map<String, Uuid> topics, boolean inPlace, Instant closedAt) {
    Map<String, String> ids = new HashMap<>();
    topics.forEach((name, id) -> ids.put(name, id.toString()));
    return new ClosedState(ids, inPlace, closedAt.toEpochMilli());
  }

  static Optional<ClosedState> parse(byte[] json) {
    try {
      return Optional.of(IdentityTopic.JSON.readValue(json, ClosedState.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  byte[] toJson() {
    try {
      return IdentityTopic.JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  boolean isExpired(Instant now) {
    return Instant.ofEpochMilli(closedAt).plus(RETENTION).isBefore(now);
  }

  /** Returns the first topic that was replaced since the state was built. */
  Optional<String> replacedTopic(Map<String, Uuid> present) {
    return topics.entrySet().stream()
        .filter(
            it ->
                !present.containsKey(it.getKey())
                    || !it.getValue().equals(String.valueOf(present.get(it.getKey()))))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
