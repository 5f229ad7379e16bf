package io.storestream.queryapi.http.access;

import io.storestream.cli.CommandFailedException;
import io.storestream.model.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of clients. Holds digests and never the keys, so that no log and no dump reveals
 * one. Immutable.
 */
public final class ApiKeys {

  /** The request header that a key comes in. */
  public static final String HEADER = "X-API-Key";

  /** The least number of characters; a shorter key could be guessed. */
  static final int MIN_LENGTH = 16;

  private final List<byte[]> digests;

  private ApiKeys(List<byte[]> digests) {
    this.digests = digests;
  }

  /**
   * Reads a file with one key a line; empty lines and those that begin with {@code #} are ignored.
   *
   * @throws CommandFailedException if it can't be read, has no key, or one that is too short or not
   *     of visible ASCII; the message names the line and never the key
   */
  public static ApiKeys read(Path file) {
    List<String> lines = lines(file);
    List<byte[]> digests = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String key = lines.get(i).strip();
      if (key.isEmpty() || key.startsWith("#")) {
        continue;
      }
      if (key.length() < MIN_LENGTH) {
        throw new CommandFailedException(
            "%s line %d: an API key takes at least %d characters"
                .formatted(file, i + 1, MIN_LENGTH));
      }
      if (!key.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
        throw new CommandFailedException(
            "%s line %d: an API key is of visible ASCII characters".formatted(file, i + 1));
      }
      digests.add(digest(key));
    }
    if (digests.isEmpty()) {
      throw new CommandFailedException("%s has no API key (--api-keys-file)".formatted(file));
    }
    return new ApiKeys(digests);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException(
          "there is no file %s with API keys (--api-keys-file)".formatted(file), e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "can't read the API keys in %s (--api-keys-file): %s"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  /**
   * Returns an id of the client that is safe to keep, or {@code null} if the key is unknown. Takes
   * equally long for every unknown key.
   */
  @Nullable String client(@Nullable String key) {
    if (key == null) {
      return null;
    }
    byte[] given = digest(key);
    boolean known = false;
    for (byte[] digest : digests) {
      known |= MessageDigest.isEqual(digest, given);
    }
    return known ? HexFormat.of().formatHex(given) : null;
  }

  private static byte[] digest(String key) {
    return Fingerprint.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
  }
}
