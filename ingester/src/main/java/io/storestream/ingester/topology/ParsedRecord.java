package io.storestream.ingester.topology;

import io.storestream.model.event.StoreChange;
import org.jspecify.annotations.Nullable;

/**
 * A record of the change topic after parsing. The key of its Kafka record decides where it is
 * resolved.
 */
sealed interface ParsedRecord {

  /** Returns where the record was read; {@code null} if {@link ParseProcessor} did not send it. */
  @Nullable SourceOffset source();

  /** Returns the record's value, or what of it the dead-letter topic takes. */
  byte @Nullable [] value();

  /** An event. Its key is the store number. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Event(StoreChange change, byte @Nullable [] value, @Nullable SourceOffset source)
      implements ParsedRecord {}

  /**
   * An unusable event, already in the form of a {@link DeadLetter}. It takes the way of an event
   * because only {@link ChangeProcessor} remembers which records were read.
   *
   * @param originalKey {@code null} if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Unusable(
      byte @Nullable [] originalKey, byte @Nullable [] value, @Nullable SourceOffset source)
      implements ParsedRecord {}
}
