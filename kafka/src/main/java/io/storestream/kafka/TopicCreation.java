package io.storestream.kafka;

import io.storestream.cli.CommandFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics, and waits until all brokers know them: the controller answers earlier. */
final class TopicCreation {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final KafkaAdmin kafka;

  TopicCreation(KafkaAdmin kafka) {
    this.kafka = kafka;
  }

  /** See {@link KafkaAdmin#createTopics}. */
  void create(Map<String, Integer> partitions, Map<String, Map<String, String>> configs) {
    List<NewTopic> topics =
        partitions.entrySet().stream()
            .map(
                topic ->
                    new NewTopic(topic.getKey(), Optional.of(topic.getValue()), Optional.empty())
                        .configs(configs.getOrDefault(topic.getKey(), Map.of())))
            .toList();
    for (KafkaFuture<Void> creation : kafka.client().createTopics(topics).values().values()) {
      try {
        kafka.await(creation);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw kafka.failure(e);
        }
      }
    }
    awaitVisible(partitions.keySet());
  }

  private void awaitVisible(Set<String> topics) {
    long deadline = System.nanoTime() + KafkaAdmin.TIMEOUT.toNanos();
    while (!kafka.partitionsOf(topics).keySet().containsAll(topics)) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailedException(
            "the Kafka broker at %s has created %s, but does not know of them within %d s"
                .formatted(
                    kafka.options().bootstrapServers(), topics, KafkaAdmin.TIMEOUT.toSeconds()));
      }
      try {
        Thread.sleep(POLL_INTERVAL.toMillis()); // Kafka only answers what it is asked
      } catch (InterruptedException e) {
        throw KafkaAdmin.interrupted(e);
      }
    }
  }
}
