package io.storestream.formats.record.registry;

/**
 * A schema registry can't be asked for a schema that is needed. Nothing is wrong with the record:
 * it can be decoded as soon as the registry answers. The message says what is wrong and what helps.
 */
public final class RegistryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int schemaId;

  RegistryUnavailableException(int schemaId, String message) {
    super(message);
    this.schemaId = schemaId;
  }

  RegistryUnavailableException(int schemaId, String message, Throwable cause) {
    super(message, cause);
    this.schemaId = schemaId;
  }

  /** Returns the schema that is needed. */
  public int schemaId() {
    return schemaId;
  }
}
