package io.storestream.formats.record;

import io.storestream.model.event.InvalidEventException;
import java.util.Optional;

/** Decodes the records of a format. Thread-safe. */
public interface ChangeDecoder {

  /**
   * Returns what a record says; empty if it is not of this format. The choice is cheap, as every
   * decoder is asked in turn.
   *
   * @throws InvalidEventException if it is of this format and can't be used; the message is the
   *     reason
   */
  Optional<Decoded> decode(SourceRecord record) throws InvalidEventException;
}
