package io.storestream.model;

import io.storestream.model.event.StoreCodec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What stands for a store's content where only sameness matters: the first 128 bits of the SHA-256
 * of its one encoding. Two contents that are met by chance are never the same.
 */
public record Fingerprint(long high, long low) {

  /** How many bytes the two numbers take. */
  public static final int BYTES = 2 * Long.BYTES;

  /** The content of a store that is deleted. */
  public static final Fingerprint DELETED = new Fingerprint(0, 0);

  /** A content that no store has, so that whatever comes next differs from it. */
  public static final Fingerprint UNKNOWN = new Fingerprint(-1, -1);

  /** Returns the fingerprint of what {@link StoreCodec#encode} made of a store. */
  public static Fingerprint of(byte[] content) {
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(content));
    return new Fingerprint(digest.getLong(), digest.getLong());
  }

  /** Returns a new SHA-256, which fingerprints are made with. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
