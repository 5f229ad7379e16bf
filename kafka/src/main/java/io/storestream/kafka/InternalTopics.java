package io.storestream.kafka;

/** The names of the topics that belong to one application, and begin with its ID. */
public final class InternalTopics {

  /** The application ID unless it is set: consumer group, prefix of topics and transactions. */
  public static final String DEFAULT_APPLICATION_ID = "storestream";

  /** Name of the repartitioning in the topology. */
  public static final String REPARTITION = "by-store-number";

  /** Name of the repartitioning of what changes counts. */
  public static final String LOCATION_DELTAS = "location-deltas";

  /** Name of the state store that holds what is known of each store. */
  public static final String STORE_STATES = "store-states";

  /** Name of the state store that holds the counts. */
  public static final String LOCATION_COUNTS = "location-counts";

  private InternalTopics() {}

  /** Returns the topic that holds an application's events by store number. */
  public static String repartitionTopicOf(String applicationId) {
    return applicationId + "-" + REPARTITION + "-repartition";
  }

  /** Returns the topic that holds an application's changes of counts by country. */
  public static String locationDeltasTopicOf(String applicationId) {
    return applicationId + "-" + LOCATION_DELTAS + "-repartition";
  }

  /** Returns the topic that says which topics and tables the application's state belongs to. */
  public static String identityTopicOf(String applicationId) {
    return applicationId + "-identity";
  }

  /** Returns the topic from which a state store is restored. */
  public static String changelogTopicOf(String applicationId, String stateStore) {
    return applicationId + "-" + stateStore + "-changelog";
  }
}
