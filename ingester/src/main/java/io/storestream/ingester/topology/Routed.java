package io.storestream.ingester.topology;

import org.jspecify.annotations.Nullable;

/** Which of a processor's ways a record takes. */
sealed interface Routed {

  /** Returns the record's value. */
  byte @Nullable [] value();

  /** To the next step. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Onward(byte @Nullable [] value) implements Routed {}

  /** To the counting, keyed by country. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Counted(byte[] value) implements Routed {}

  /** To the dead-letter topic. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record DeadLettered(byte @Nullable [] value) implements Routed {}
}
