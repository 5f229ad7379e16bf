package io.storestream.testing.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Compares the last committed record of every store in {@link Topics#STORES} with the expected one:
 * the fields, their number and the version in the header; a tombstone for a deleted store. The
 * topic must not have been compacted.
 */
public final class StoresTopicAudit {

  private static final String VERSION = "header version";
  private static final Set<String> NUMBERS = Set.of("longitude", "latitude");

  private StoresTopicAudit() {}

  /**
   * Reads the whole topic. The topic and {@code expected} must not change meanwhile.
   *
   * @throws CommandFailedException if the topic can't be read
   */
  public static AuditReport of(KafkaOptions kafka, ExpectedStores expected) {
    Map<String, SortedMap<String, String>> latest = new HashMap<>();
    CommittedRecords.forEach(
        kafka,
        Topics.STORES,
        entry -> latest.put(new String(entry.key(), StandardCharsets.UTF_8), attributes(entry)));
    Audit audit = new Audit(expected, StoresTopicAudit::attributes);
    latest.forEach(audit::add);
    return audit.report();
  }

  private static SortedMap<String, String> attributes(ExpectedStore store) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put(VERSION, store.version().toString());
    if (store.content() != null) {
      attributes.put("storeNumber", quoted(store.storeNumber()));
      store
          .content()
          .forEach(
              (name, text) -> attributes.put(name, NUMBERS.contains(name) ? text : quoted(text)));
    }
    return attributes;
  }

  private static SortedMap<String, String> attributes(ConsumerRecord<byte[], byte[]> entry) {
    SortedMap<String, String> attributes = new TreeMap<>();
    Header version = entry.headers().lastHeader(Topics.VERSION_HEADER);
    if (version != null) {
      attributes.put(VERSION, new String(version.value(), StandardCharsets.UTF_8));
    }
    if (entry.value() != null) {
      String value = new String(entry.value(), StandardCharsets.UTF_8);
      try {
        for (Map.Entry<String, JsonNode> field : ExpectedEvent.parse(value).properties()) {
          attributes.put(field.getKey(), printable(field.getValue()));
        }
      } catch (JsonProcessingException e) {
        attributes.put("not JSON", value);
      }
    }
    return attributes;
  }

  private static String printable(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isTextual() ? quoted(value.textValue()) : value.toString();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
