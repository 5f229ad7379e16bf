package io.storestream.ingester.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * The topics and tables that an application's state belongs to. A topic or table of the same name
 * with another ID is a different one, whatever its content. Stored as JSON in the {@link
 * IdentityTopic}. Immutable.
 *
 * @param format format of the application's state, {@link #FORMAT} for all that this release can
 *     use
 * @param tables the tables that hold the writes that the state records as done
 * @param topics the ID of each topic, by name
 * @param inPlace whether every start so far has resolved events in place, if their store's
 *     partition is there. Once they all pass through the repartition topic they always do, because
 *     those in it must not be overtaken
 * @param geo whether the state counts geohash cells
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApplicationIdentity(
    int format, WrittenTables tables, Map<String, String> topics, boolean inPlace, boolean geo) {

  /**
   * The format of state stores, changelogs and internal topics. Increase it when that changes, and
   * when a store's number, normalized location or content follows from its events in another way.
   */
  public static final int FORMAT = 7;

  /** Copies the map. */
  public ApplicationIdentity {
    topics = Map.copyOf(topics);
  }

  /**
   * Returns the identity of a new application.
   *
   * @param inPlace whether it can resolve events in place
   * @param geo whether it counts geohash cells
   */
  public static ApplicationIdentity of(
      WrittenTables tables, Map<String, Uuid> topics, boolean inPlace, boolean geo) {
    return new ApplicationIdentity(FORMAT, tables, Map.of(), inPlace, geo).withTopics(topics);
  }

  /** Returns the saved identity, or nothing if its format is another one. */
  static Optional<ApplicationIdentity> parse(byte[] json) {
    try {
      JsonNode tree = IdentityTopic.JSON.readTree(json);
      return tree.path("format").asInt() == FORMAT
          ? Optional.of(IdentityTopic.JSON.treeToValue(tree, ApplicationIdentity.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns a copy with other tables. */
  public ApplicationIdentity withTables(WrittenTables others) {
    return new ApplicationIdentity(format, others, topics, inPlace, geo);
  }

  /** Returns a copy in which these topics replace those of the same names. */
  public ApplicationIdentity withTopics(Map<String, Uuid> others) {
    Map<String, String> all = new HashMap<>(topics);
    others.forEach((name, id) -> all.put(name, id.toString()));
    return new ApplicationIdentity(format, tables, all, inPlace, geo);
  }

  /**
   * Returns a copy of a further start.
   *
   * @param possible whether this start can resolve events in place
   */
  public ApplicationIdentity inPlaceIf(boolean possible) {
    return new ApplicationIdentity(format, tables, topics, inPlace && possible, geo);
  }

  /** Returns a copy with the topics whose names are new. */
  public ApplicationIdentity withNewTopics(Map<String, Uuid> others) {
    Map<String, Uuid> unknown = new HashMap<>(others);
    unknown.keySet().removeAll(topics.keySet());
    return withTopics(unknown);
  }

  /** Returns the known IDs of the topics with these names. */
  public Map<String, Uuid> idsOf(Collection<String> names) {
    Map<String, Uuid> ids = new HashMap<>();
    topics.forEach(
        (name, id) -> {
          if (names.contains(name)) {
            ids.put(name, Uuid.fromString(id));
          }
        });
    return ids;
  }

  /** Returns whether it knows a topic of this name. */
  public boolean knows(String topic) {
    return topics.containsKey(topic);
  }

  /** Returns whether it knows a topic of this name with another ID. */
  public boolean isReplaced(String topic, Uuid now) {
    String before = topics.get(topic);
    return before != null && !before.equals(now.toString());
  }
}
