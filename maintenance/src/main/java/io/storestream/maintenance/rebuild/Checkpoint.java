package io.storestream.maintenance.rebuild;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a rebuild has come: the tables have all that the topics hold before these offsets.
 *
 * @param offsets of the topic of stores, and of that of counts once it is read
 * @param stage how far the rebuild has come
 * @param savedAt when this was so
 */
record Checkpoint(Map<TopicPartition, Long> offsets, Stage stage, Instant savedAt) {

  /** How far a rebuild of a pair of tables has come. */
  enum Stage {
    /** The tables lack what the topics held when it began. */
    LOADING,
    /** The tables were complete, and a follower keeps them current, or did until it was stopped. */
    FOLLOWING,
    /** The tables were complete at its end; another rebuild starts over. */
    FINISHED
  }
}
