package io.storestream.maintenance.rebuild;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.dynamodb.schema.ReadyTables;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Of what a saved position is the position: it is worth nothing for another topic or table of the
 * same name. Kept as JSON in the metadata of a committed offset.
 *
 * @param topic the ID of the topic of stores
 * @param table when the table was created, epoch milliseconds
 * @param counts when its table of counts was created, epoch milliseconds
 * @param stage how far the rebuild has come; {@code null} if it does not say
 * @param exclusive whether a rebuild created the table and is still alone with it, as it has not
 *     been complete yet
 * @param misplaced whether a record stood where its key does not belong
 * @param savedAt epoch milliseconds
 */
record Checkpoint(
    String topic,
    long table,
    long counts,
    @Nullable RebuildStage stage,
    boolean exclusive,
    boolean misplaced,
    long savedAt) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Checkpoint of(Uuid topic, ReadyTables tables, Position position) {
    return new Checkpoint(
        topic.toString(),
        tables.stores().createdAt().toEpochMilli(),
        tables.counts().createdAt().toEpochMilli(),
        position.stage(),
        position.exclusive(),
        position.misplaced(),
        position.savedAt().toEpochMilli());
  }

  /** Returns what was saved; {@code null} for metadata that is not ours. */
  static @Nullable Checkpoint parse(String metadata) {
    try {
      return JSON.readValue(metadata, Checkpoint.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  boolean isOf(Uuid otherTopic, ReadyTables others) {
    return topic.equals(otherTopic.toString())
        && table == others.stores().createdAt().toEpochMilli()
        && counts == others.counts().createdAt().toEpochMilli();
  }
}
