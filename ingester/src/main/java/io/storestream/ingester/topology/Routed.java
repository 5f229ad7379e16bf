package io.storestream.ingester.topology;

import org.jspecify.annotations.Nullable;

/** A record of {@link ChangeProcessor}, by the topic that it is for. */
sealed interface Routed {

  /** Returns the record's value. */
  byte @Nullable [] value();

  /** For the {@code stores} topic. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Accepted(byte @Nullable [] value) implements Routed {}

  /** For the {@code location-deltas} topic, keyed by country. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Counted(byte[] value) implements Routed {}

  /** For the dead-letter topic. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record DeadLettered(byte @Nullable [] value) implements Routed {}
}
