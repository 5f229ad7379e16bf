package io.storestream.producer.file;

import io.storestream.model.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Function;

/**
 * Hashes store numbers: the first 16 bytes of the SHA-256 of a salt and the store number. Not
 * thread-safe.
 *
 * <p>Each process has a different salt. Two numbers that share a hash once therefore do not share
 * it in the next run, and nobody can write a file in which they do.
 */
final class StoreNumberHasher implements Function<String, StoreNumberHasher.Hash> {

  /**
   * Two independent hashes of a store number. Different numbers may share the first, and then
   * differ in the second.
   */
  record Hash(long hash, long check) {}

  private final MessageDigest digest = Fingerprint.sha256();
  private final byte[] salt = new byte[16];

  StoreNumberHasher() {
    new SecureRandom().nextBytes(salt);
  }

  @Override
  public Hash apply(String storeNumber) {
    digest.update(salt);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(storeNumber.getBytes(StandardCharsets.UTF_8)));
    return new Hash(hash.getLong(), hash.getLong());
  }
}
