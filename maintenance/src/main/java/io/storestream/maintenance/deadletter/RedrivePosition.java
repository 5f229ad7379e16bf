package io.storestream.maintenance.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition of the dead-letter topic has been redriven. A redrive of one exception skips
 * the others, so that exception may be further than the rest.
 *
 * <p>Kept as the committed offset of a consumer group, with what is ahead of it in the offset's
 * metadata, as JSON. Setting the group's offset with Kafka's own tools clears the metadata too, and
 * so applies to all exceptions. Immutable.
 *
 * @param offset all dead letters before this are done
 * @param ahead by exception: all dead letters of it before this, too, are done
 */
record RedrivePosition(long offset, Map<String, Long> ahead) {

  /** Nothing has been redriven. */
  static final RedrivePosition START = new RedrivePosition(0, Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Drops what is no longer ahead. */
  RedrivePosition {
    TreeMap<String, Long> further = new TreeMap<>(ahead);
    further.values().removeIf(it -> it <= offset);
    ahead = Collections.unmodifiableMap(further);
  }

  /** Returns the position that is committed. Metadata of another program counts as none. */
  static RedrivePosition of(OffsetAndMetadata committed) {
    return new RedrivePosition(committed.offset(), parse(committed.metadata()));
  }

  private static Map<String, Long> parse(String metadata) {
    if (metadata.isBlank()) {
      return Map.of();
    }
    try {
      return JSON.readValue(metadata, new TypeReference<TreeMap<String, Long>>() {});
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  /** Returns the offset before which all dead letters of some exception are done. */
  long furthest() {
    return ahead.values().stream().mapToLong(Long::longValue).reduce(offset, Math::max);
  }

  /** Returns the position for committing. */
  OffsetAndMetadata toCommitted() {
    try {
      return new OffsetAndMetadata(offset, ahead.isEmpty() ? "" : JSON.writeValueAsString(ahead));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers are JSON", e);
    }
  }

  /**
   * Returns where to go on.
   *
   * @param exception the only one to redrive, or {@code null} for all
   */
  long next(@Nullable String exception) {
    return exception == null ? offset : ahead.getOrDefault(exception, offset);
  }

  /** Returns whether a dead letter is done. */
  boolean isPast(DeadLetterRecord deadLetter) {
    return deadLetter.offset() < next(deadLetter.exception());
  }

  /**
   * Returns the position after all dead letters before an offset are done.
   *
   * @param exception the only one that was redriven, or {@code null} for all
   */
  RedrivePosition advancedTo(long next, @Nullable String exception) {
    if (exception == null) {
      return new RedrivePosition(Math.max(offset, next), ahead);
    }
    Map<String, Long> further = new TreeMap<>(ahead);
    further.merge(exception, next, Math::max);
    return new RedrivePosition(offset, further);
  }
}
