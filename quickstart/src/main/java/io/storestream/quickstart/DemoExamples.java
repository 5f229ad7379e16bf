package io.storestream.quickstart;

import io.storestream.model.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Example lookups of a store that the demo has loaded, so that they find something. */
final class DemoExamples {

  private DemoExamples() {}

  /**
   * Returns commands for a shell.
   *
   * @param url URL of the query API, without a trailing slash
   * @param store {@code null} if none was loaded
   */
  static List<String> of(String url, @Nullable Store store) {
    if (store == null) {
      return List.of(curl(url + "/v1/locations"));
    }
    return List.of(
        curl(url + "/v1/stores/" + encode(store.storeNumber())),
        curl(url + "/v1/stores?" + location(store)),
        curl(url + "/v1/locations/" + encode(store.country())));
  }

  /** Each level requires those above it. */
  private static String location(Store store) {
    List<String> query = new ArrayList<>(List.of("country=" + encode(store.country())));
    if (store.state() != null) {
      query.add("state=" + encode(store.state()));
      if (store.city() != null) {
        query.add("city=" + encode(store.city()));
        if (store.postcode() != null) {
          query.add("postcode=" + encode(store.postcode()));
        }
      }
    }
    return String.join("&", query);
  }

  /** Encoded texts have no quotes. */
  private static String curl(String url) {
    return "curl '" + url + "'";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
