package io.storestream.ingester.guard;

import io.storestream.kafka.Topics;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The consequence of losing one of an application's topics, and the remedy.
 *
 * @param isReplayable whether the topic of the change events still has all of them
 */
record TopicLosses(IngestTopics topics, boolean isReplayable) {

  private static final String REPLAY =
      "replay all events with a new application, `./stores ingest --application-id NEW"
          + " --from-beginning`";

  private static final String AGAIN =
      "start a new application, `./stores ingest --application-id NEW`, and publish complete files"
          + " again, because the topic no longer has all events";

  /** Assumes that all events exist; a replay gets a separate message otherwise. */
  TopicLosses(IngestTopics topics) {
    this(topics, true);
  }

  /** Returns the consequence and the remedy of the loss of a topic's records. */
  String of(String topic) {
    if (topic.equals(topics.topic())) {
      return "its unread events are lost, and the application may have skipped the first events of"
          + " the new topic: start again, and publish them again";
    }
    if (topic.equals(topics.deadLetterTopic())) {
      return "its dead letters are lost: start again, which creates the topic with the right"
          + " settings";
    }
    return consequence(topic) + ": restore it, or " + remedy();
  }

  /** Returns the remedy if the application's state is lost. */
  String remedy() {
    return isReplayable ? REPLAY : AGAIN;
  }

  private String consequence(String topic) {
    Map<String, String> consequences =
        Map.of(
            Topics.STORES,
            "only stores that change from now on would be published to it",
            Topics.LOCATION_COUNTS,
            "only counts that change from now on would be published to it",
            topics.storeStatesTopic(),
            "the versions of the stores and the stores that wait for the table would be lost, and"
                + " late events could replace newer states",
            topics.appliedChangesTopic(),
            "the list of counted changes would be lost, and changes could be counted twice or not"
                + " at all",
            topics.locationCountsTopic(),
            "all counts would start at zero",
            topics.locationDeltasTopic(),
            "changes that wait to be counted would be lost",
            topics.identityTopic(),
            "the topics and tables of its state would be unknown");
    return consequences.getOrDefault(topic, "events that wait to be resolved would be lost");
  }

  /**
   * Returns the consequence of added partitions, and the remedy.
   *
   * @param counts number of partitions of all topics that must have the same number
   */
  String ofPartitions(Map<String, Integer> counts) {
    return "partitions were added to a topic of application %s (%s), so a store may be in two of them: %s; if the topic is %s or %s, delete it first"
        .formatted(
            topics.applicationId(),
            counts.entrySet().stream()
                .map(count -> count.getKey() + " has " + count.getValue())
                .collect(Collectors.joining(", ")),
            REPLAY,
            Topics.STORES,
            Topics.LOCATION_COUNTS);
  }
}
