package io.storestream.formats.record.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema registry is, and how to be let in.
 *
 * @param url of the registry's API, such as {@code https://registry.example:8081}
 * @param authorization the header of each request; {@code null} for none
 */
public record RegistryAccess(URI url, @Nullable String authorization) {

  /**
   * @throws IllegalArgumentException if the URL is not one of HTTP, or has a password
   */
  public RegistryAccess {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException("a URL begins with http:// or https:// and has a host");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("a URL has no password, which logs would show");
    }
  }

  /** Returns access without authentication. */
  public static RegistryAccess open(URI url) {
    return new RegistryAccess(url, null);
  }

  /** Returns access by a user's name and password, or by an API key and its secret. */
  public static RegistryAccess basic(URI url, String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new RegistryAccess(url, "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  /** Returns access by a bearer token. */
  public static RegistryAccess bearer(URI url, String token) {
    return new RegistryAccess(url, "Bearer " + token);
  }

  /** Returns the URL of a path of the API. */
  URI resolve(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** Never says the credentials. */
  @Override
  public String toString() {
    return url.toString();
  }
}
