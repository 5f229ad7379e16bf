package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Utils;

/**
 * The {@code stores} topic at one moment.
 *
 * @param id distinguishes it from an earlier topic of the same name
 * @param starts first offset of each partition
 * @param ends end offset of each partition, open transactions included
 * @param deleteRetention how long it keeps the tombstones of deleted stores
 */
public record StoresTopic(
    Uuid id,
    Map<TopicPartition, Long> starts,
    Map<TopicPartition, Long> ends,
    Duration deleteRetention) {

  /**
   * Reads the topic's metadata.
   *
   * @throws CommandFailedException if it is absent or empty, or not compacted and so incomplete
   */
  public static StoresTopic require(KafkaAdmin kafka) {
    Uuid id =
        kafka
            .topicId(Topics.STORES)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "topic %s does not exist: `./stores ingest` creates it; check --bootstrap-servers"
                            .formatted(Topics.STORES)));
    String policy = kafka.topicConfig(Topics.STORES, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new CommandFailedException(
          "topic %s has %s=%s, not compact, so it may have lost stores: it can't be the source of a table"
              .formatted(Topics.STORES, TopicConfig.CLEANUP_POLICY_CONFIG, policy));
    }
    Map<TopicPartition, Long> ends = kafka.endOffsets(Topics.STORES);
    if (ends.values().stream().allMatch(end -> end == 0)) {
      throw new CommandFailedException(
          "topic %s is empty, so it says nothing about a table: check --bootstrap-servers"
              .formatted(Topics.STORES));
    }
    return new StoresTopic(
        id,
        kafka.startOffsets(Topics.STORES),
        ends,
        Duration.ofMillis(
            Long.parseLong(
                kafka.topicConfig(Topics.STORES, TopicConfig.DELETE_RETENTION_MS_CONFIG))));
  }

  /**
   * Returns whether a record is in a partition where its key no longer belongs. This happens after
   * partitions were added: the records of a store are then in two partitions, and if the store was
   * deleted since, its old record is never compacted away.
   */
  public boolean isMisplaced(ConsumerRecord<byte[], byte[]> record) {
    return isMisplaced(record, ends.size());
  }

  /**
   * Returns whether a record is in a partition where its key does not belong, with this number of
   * partitions.
   */
  public static boolean isMisplaced(ConsumerRecord<byte[], byte[]> record, int partitions) {
    return partitionOf(record.key(), partitions) != record.partition();
  }

  /** Returns the partition of a key, as Kafka's default partitioner chooses it. */
  public static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
