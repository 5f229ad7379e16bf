package io.storestream.model.event;

/** The unit of a time that is written as a number since 1970-01-01T00:00:00Z. */
public enum EpochUnit {
  SECONDS,
  MILLIS
}
