package io.storestream.formats.record.registry;

import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.model.event.InvalidEventException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes records behind the ID of a schema: makes JSON of them, and lets another decoder read it.
 * All other records go to that decoder as they are. Thread-safe.
 */
public final class RegistryDecoder implements ChangeDecoder {

  private final SchemaRegistry registry;
  private final ChangeDecoder plain;

  /**
   * @param plain decodes JSON
   */
  public RegistryDecoder(SchemaRegistry registry, ChangeDecoder plain) {
    this.registry = registry;
    this.plain = plain;
  }

  /** Returns whether bytes are the ID of a schema and data behind it. */
  public static boolean isBehindSchema(byte @Nullable [] bytes) {
    return Framed.of(bytes) != null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryUnavailableException if the registry can't be asked for a schema
   */
  @Override
  public Optional<Decoded> decode(SourceRecord record) throws InvalidEventException {
    byte[] value = record.value();
    Framed framedValue = Framed.of(value);
    boolean isTombstone = value == null;
    if (framedValue == null && !isTombstone) {
      return plain.decode(record);
    }
    Framed framedKey = Framed.of(record.key());
    if (framedValue == null && framedKey == null) {
      return plain.decode(record);
    }
    byte[] key = framedKey == null ? record.key() : key(framedKey, isTombstone);
    return plain.decode(record.behindSchema(key, framedValue == null ? null : json(framedValue)));
  }

  /** A key with a value need not be framed: it can be a number that only looks so. */
  private byte @Nullable [] key(Framed framed, boolean isTombstone) throws InvalidEventException {
    try {
      return json(framed);
    } catch (InvalidEventException e) {
      if (isTombstone) {
        throw e;
      }
      return framed.bytes();
    }
  }

  private byte[] json(Framed framed) throws InvalidEventException {
    return registry.schema(framed.schemaId()).toJson(framed);
  }
}
