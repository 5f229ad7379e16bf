package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Administration of a Kafka cluster, with errors that name what an operator can do. Every call ends
 * within {@link #TIMEOUT}. Thread-safe.
 */
public final class KafkaAdmin implements AutoCloseable {

  /** How long a cluster may take to answer. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final KafkaOptions options;
  private final Admin admin;

  private KafkaAdmin(KafkaOptions options, Admin admin) {
    this.options = options;
    this.admin = admin;
  }

  /**
   * Connects to a cluster. Once this returns, a broker has answered.
   *
   * @throws CommandFailedException if none answers, naming the address
   */
  public static KafkaAdmin connect(KafkaOptions options) {
    Map<String, Object> config = options.clientConfig();
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 2);
    Admin admin;
    try {
      admin = Admin.create(config);
    } catch (KafkaException e) {
      throw new CommandFailedException(
          "can't use the Kafka broker at %s (--bootstrap-servers): %s"
              .formatted(options.bootstrapServers(), rootMessage(e)),
          e);
    }
    KafkaAdmin connected = new KafkaAdmin(options, admin);
    try {
      connected.get(admin.describeCluster().nodes());
      return connected;
    } catch (RuntimeException e) {
      connected.close();
      throw e;
    }
  }

  /**
   * Returns the ID of the cluster.
   *
   * @throws CommandFailedException if the cluster does not answer
   */
  public String clusterId() {
    return get(admin.describeCluster().clusterId());
  }

  /** Returns the topics of these names that exist. */
  public Map<String, TopicIdentity> describe(Collection<String> topics) {
    Map<String, TopicIdentity> existing = new HashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, answer) -> {
              try {
                TopicDescription description = await(answer);
                existing.put(
                    topic,
                    new TopicIdentity(description.topicId(), description.partitions().size()));
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw failure(e);
                }
              }
            });
    return existing;
  }

  /** Returns the topics of these names that exist, with how many partitions each has. */
  public Map<String, Integer> partitionsOf(Collection<String> topics) {
    Map<String, Integer> partitions = new HashMap<>();
    describe(topics).forEach((topic, identity) -> partitions.put(topic, identity.partitions()));
    return partitions;
  }

  /** Returns the start offset of each partition of a topic; empty if there is no such topic. */
  public Map<TopicPartition, Long> startOffsets(String topic) {
    return offsets(List.of(topic), OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * Returns the end offset of each partition of a topic, records of open transactions included: a
   * reader of committed records waits for their end. Empty if there is no such topic.
   */
  public Map<TopicPartition, Long> endOffsets(String topic) {
    return endOffsets(List.of(topic));
  }

  /** Returns {@link #endOffsets(String)} of several topics at once. */
  public Map<TopicPartition, Long> endOffsets(Collection<String> topics) {
    return offsets(topics, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * Returns the last stable offset of each partition of a topic, below which no transaction is
   * open; empty if there is no such topic.
   */
  public Map<TopicPartition, Long> stableOffsets(String topic) {
    return stableOffsets(List.of(topic));
  }

  /** Returns {@link #stableOffsets(String)} of several topics at once. */
  public Map<TopicPartition, Long> stableOffsets(Collection<String> topics) {
    return offsets(topics, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<String> topics, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> asked =
        partitionsOf(topics).entrySet().stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topic.getValue())
                        .mapToObj(it -> new TopicPartition(topic.getKey(), it)))
            .collect(Collectors.toMap(it -> it, it -> spec));
    return get(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
  }

  /** Returns the ID of a topic, which differs from that of an earlier topic of the same name. */
  public Optional<Uuid> topicId(String topic) {
    return Optional.ofNullable(describe(List.of(topic)).get(topic)).map(TopicIdentity::id);
  }

  /** Returns the committed offsets of a consumer group; empty if there is no such group. */
  public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset);
              }
            });
    return committed;
  }

  /** Returns whether a consumer group has members now. */
  public boolean hasMembers(String group) {
    return !members(group).isEmpty();
  }

  /** Returns the topics whose partitions are assigned to members of a consumer group now. */
  public Set<String> assignedTopics(String group) {
    return members(group).stream()
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .map(TopicPartition::topic)
        .collect(Collectors.toSet());
  }

  private Collection<MemberDescription> members(String group) {
    try {
      return await(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
          .flatMap(description -> description.members().stream())
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw failure(e);
    }
  }

  /** Returns the value of a topic's setting, its default included. */
  public String topicConfig(String topic, String setting) {
    return topicConfigs(List.of(topic), setting).values().iterator().next();
  }

  /** Returns the value of a setting of each topic; the topics have to exist. */
  public Map<String, String> topicConfigs(Collection<String> topics, String setting) {
    List<ConfigResource> resources =
        topics.stream().map(it -> new ConfigResource(ConfigResource.Type.TOPIC, it)).toList();
    return get(admin.describeConfigs(resources).all()).entrySet().stream()
        .collect(
            Collectors.toMap(it -> it.getKey().name(), it -> it.getValue().get(setting).value()));
  }

  /**
   * Creates topics with the cluster's default replication; existing topics stay as they are. Once
   * this returns, all brokers know the topics.
   *
   * @param partitions of each topic
   * @param configs of each topic
   */
  public void createTopics(
      Map<String, Integer> partitions, Map<String, Map<String, String>> configs) {
    new TopicCreation(this).create(partitions, configs);
  }

  /** Returns how the cluster is reached. */
  public KafkaOptions options() {
    return options;
  }

  /** Returns the underlying client, for requests that only one command makes. */
  public Admin client() {
    return admin;
  }

  /**
   * Waits for an answer of {@link #client()}.
   *
   * @throws CommandFailedException if the cluster refuses or does not answer
   */
  public <T> T get(KafkaFuture<T> answer) {
    try {
      return await(answer);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  <T> T await(KafkaFuture<T> answer) throws ExecutionException {
    try {
      return answer.get(TIMEOUT.toMillis() + 5_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new ExecutionException(new TimeoutException(e.getMessage(), e));
    }
  }

  static CommandFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailedException("interrupted while waiting for Kafka", e);
  }

  CommandFailedException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof TimeoutException) {
      return new CommandFailedException(
          "no Kafka broker answers at %s within %d s: is it running, and is --bootstrap-servers right?"
              .formatted(options.bootstrapServers(), TIMEOUT.toSeconds()),
          e);
    }
    return new CommandFailedException(
        "the Kafka broker at %s refuses: %s".formatted(options.bootstrapServers(), rootMessage(e)),
        e);
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
