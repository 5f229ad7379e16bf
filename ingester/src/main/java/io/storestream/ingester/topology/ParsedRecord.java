package io.storestream.ingester.topology;

import io.storestream.model.event.StoreChange;
import io.storestream.model.event.StoreChangeCodec;
import org.jspecify.annotations.Nullable;

/**
 * A record of the change topic after parsing. The key of its Kafka record decides where it is
 * resolved.
 */
sealed interface ParsedRecord {

  /** Returns where the record was read; {@code null} if {@link ParseProcessor} did not send it. */
  @Nullable SourceOffset source();

  /** Returns the value of the event, or what the dead-letter topic takes of the record's value. */
  byte @Nullable [] value();

  /**
   * An event. Its key is the store number.
   *
   * @param isOwn whether the record is our own event, and not in another format
   * @param ownValue the record's value, if it is our own event
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Event(
      StoreChange change, boolean isOwn, byte @Nullable [] ownValue, @Nullable SourceOffset source)
      implements ParsedRecord {

    /** Our own event, also if the record is in another format. */
    @Override
    public byte @Nullable [] value() {
      return isOwn ? ownValue : StoreChangeCodec.encode(change);
    }
  }

  /**
   * An unusable event, already in the form of a {@link
   * io.storestream.ingester.deadletter.DeadLetter}. It takes the way of an event because only
   * {@link ChangeProcessor} remembers which records were read.
   *
   * @param originalKey {@code null} if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Unusable(
      byte @Nullable [] originalKey, byte @Nullable [] value, @Nullable SourceOffset source)
      implements ParsedRecord {}
}
