package io.storestream.formats.record.registry;

import io.storestream.model.event.InvalidEventException;

/** A schema, as the reader of the data that it describes. Thread-safe. */
interface RegisteredSchema {

  /**
   * Returns the data as JSON.
   *
   * @throws InvalidEventException if the data does not fit to the schema
   */
  byte[] toJson(Framed framed) throws InvalidEventException;
}
