package io.storestream.maintenance.verify.state;

import io.storestream.dynamodb.item.NumberAttributes;
import io.storestream.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The fingerprint of a whole item, where only equality matters. */
final class ItemFingerprint {

  private static final int TYPICAL_CHARS = 512;

  private ItemFingerprint() {}

  /**
   * Returns the fingerprint of all attributes: their names, types and values, in whatever order the
   * map has them and whatever spelling a number has. Lengths go before texts, so that no two items
   * read alike.
   */
  static Fingerprint of(Map<String, AttributeValue> item) {
    String[] names = item.keySet().toArray(String[]::new);
    Arrays.sort(names);
    StringBuilder text = new StringBuilder(TYPICAL_CHARS);
    for (String name : names) {
      append(text, name);
      AttributeValue value = Objects.requireNonNull(item.get(name));
      if (value.s() != null) {
        append(text.append('S'), value.s());
      } else if (value.n() != null) {
        append(text.append('N'), NumberAttributes.canonical(value.n()));
      } else {
        // No item of ours has such a value, so it only has to differ from the two above.
        append(text.append('?'), value.toString());
      }
    }
    return Fingerprint.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
