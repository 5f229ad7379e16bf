package io.storestream.testing.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record for {@code store-changes}. Immutable.
 *
 * @param key the store number, which gives the events of a store one order in the topic
 * @param value usually the JSON of an event; {@code null} deletes the store
 * @param timestampMs timestamp of the record, and the event's time if the value has none
 */
public record Change(String key, @Nullable String value, long timestampMs) {

  /**
   * Returns an {@code UPSERT} event.
   *
   * @param updatedAt {@code null} leaves it out
   */
  public static Change upsert(
      String storeNumber, @Nullable Instant updatedAt, ObjectNode store, long timestampMs) {
    ObjectNode event = event("UPSERT", storeNumber, updatedAt);
    event.set("store", store);
    return new Change(storeNumber, event.toString(), timestampMs);
  }

  /** Returns a {@code DELETE} event. */
  static Change delete(String storeNumber, Instant updatedAt, long timestampMs) {
    return new Change(storeNumber, event("DELETE", storeNumber, updatedAt).toString(), timestampMs);
  }

  private static ObjectNode event(String type, String storeNumber, @Nullable Instant updatedAt) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).put("storeNumber", storeNumber);
    return updatedAt == null ? event : event.put("updatedAt", updatedAt.toString());
  }

  /** Returns the record for a producer: both texts in UTF-8, the partition by the key. */
  public ProducerRecord<byte[], byte[]> toRecord(String topic) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(
        topic, null, timestampMs, key.getBytes(StandardCharsets.UTF_8), bytes);
  }
}
