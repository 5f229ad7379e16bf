package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.TopicIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regularly checks whether an ingester's topics are still those of the saved identity, and saves
 * the IDs of new ones. Kafka's clients and Kafka Streams report a loss late or never: brokers may
 * recreate a deleted topic when a producer asks for it, and Kafka Streams recreates its internal
 * topics and continues.
 *
 * <p>If a broker does not answer, nothing is considered deleted; the next check decides.
 * Thread-safe.
 */
public final class TopicWatch implements AutoCloseable {

  /** Short compared with the time that an operator needs to notice. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /** The number of checks that may fail before it counts as trouble. */
  private static final int MISSED_CHECKS = 2;

  private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

  private final KafkaAdmin kafka;
  private final IngestTopics topics;
  private final Consumer<CommandFailedException> onLoss;
  private final Duration interval;
  private final Map<String, Uuid> ids;
  private final OptionalInt inPlacePartitions;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final Consumer<Map<String, Uuid>> onAppearance;
  private boolean remembered = true;
  private boolean warned;
  private final InstantSource clock;
  private volatile Instant lastAnswer;
  private final DeletedEvents deletedEvents;
  private long lastDeleted = Long.MAX_VALUE; // StartCheck has reported earlier ones
  private final Set<String> missed = new HashSet<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "topic-watch"));

  /**
   * Sends no request yet.
   *
   * @param ids saved IDs of the topics, by name
   * @param inPlacePartitions of the change topic if its events are resolved in place, so that
   *     another number needs a new start
   * @param onAppearance receives the IDs of all topics when there are more than before
   * @param onLoss receives the first detected loss, once
   */
  TopicWatch(
      KafkaAdmin kafka,
      IngestTopics topics,
      Map<String, Uuid> ids,
      OptionalInt inPlacePartitions,
      Consumer<Map<String, Uuid>> onAppearance,
      Consumer<CommandFailedException> onLoss,
      Duration interval,
      InstantSource clock) {
    this.kafka = kafka;
    this.topics = topics;
    this.ids = new HashMap<>(ids);
    this.inPlacePartitions = inPlacePartitions;
    this.onAppearance = onAppearance;
    this.onLoss = onLoss;
    this.interval = interval;
    this.clock = clock;
    this.lastAnswer = clock.instant();
    this.deletedEvents = new DeletedEvents(kafka, topics);
  }

  /** Checks the topics, including new ones, now and regularly from then on. */
  public void start() {
    checkAndReport();
    if (executor.isShutdown()) {
      return; // a loss was found
    }
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::checkAndReport, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns for how long no broker has answered, if that is too long, or nothing. */
  public Optional<String> trouble() {
    Duration silence = Duration.between(lastAnswer, clock.instant());
    return silence.compareTo(interval.multipliedBy(MISSED_CHECKS).plus(KafkaAdmin.TIMEOUT)) <= 0
        ? Optional.empty()
        : Optional.of("no Kafka broker has answered for %d s".formatted(silence.toSeconds()));
  }

  /** Checks now and returns a detected loss; for a caller that has met a failure. */
  public Optional<CommandFailedException> diagnose() {
    try {
      return check(true);
    } catch (CommandFailedException e) {
      log.debug("Can't check the topics", e);
      return Optional.empty();
    }
  }

  /**
   * Returns the IDs of the topics that Kafka Streams has used, by name; nothing if one is lost or
   * if no broker answers.
   */
  synchronized Optional<Map<String, Uuid>> confirmInternal() {
    try {
      if (check(true).isPresent()) {
        return Optional.empty();
      }
      Map<String, Uuid> internal = new HashMap<>(ids);
      internal.keySet().retainAll(topics.internal());
      return Optional.of(internal);
    } catch (CommandFailedException e) {
      log.debug("Can't check the topics", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void warnOfDeletedEvents() {
    long count = deletedEvents.count();
    if (count > lastDeleted) {
      log.warn("{}", DeletedEvents.warning(topics, count));
    }
    lastDeleted = count;
  }

  private void checkAndReport() {
    try {
      warnOfDeletedEvents();
      check(false)
          .ifPresent(
              loss -> {
                executor.shutdown();
                onLoss.accept(loss);
              });
    } catch (RuntimeException e) {
      log.debug("Can't check the topics, trying again in {}", interval, e);
    }
  }

  private synchronized Optional<CommandFailedException> check(boolean isFailing) {
    Map<String, TopicIdentity> present = kafka.describe(topics.all());
    lastAnswer = clock.instant();
    for (String topic : topics.all()) {
      Uuid before = ids.get(topic);
      TopicIdentity now = present.get(topic);
      if (now == null) {
        // Brokers learn of a new topic one after the other, so a single broker that does not know
        // it proves nothing.
        if (before != null && (!missed.add(topic) || isFailing)) {
          return loss(topic, "was deleted");
        }
        continue;
      }
      missed.remove(topic);
      if (before != null && !before.equals(now.id())) {
        return loss(topic, "was deleted and recreated");
      }
      if (topic.equals(topics.topic())
          && inPlacePartitions.orElse(now.partitions()) != now.partitions()) {
        return Optional.of(
            new CommandFailedException(
                "topic %s has %d partitions now, not %d: start again, which reads all of them"
                    .formatted(topic, now.partitions(), inPlacePartitions.getAsInt())));
      }
      Integer partitionsBefore = partitions.put(topic, now.partitions());
      if (partitionsBefore != null && partitionsBefore != now.partitions()) {
        if (topics.irreplaceable().contains(topic)) {
          return Optional.of(
              new CommandFailedException(
                  new TopicLosses(topics).ofPartitions(Map.of(topic, now.partitions()))));
        }
        log.info(
            "Topic {} has {} partitions now, not {}: all are read",
            topic,
            now.partitions(),
            partitionsBefore);
      }
      if (before == null) {
        ids.put(topic, now.id());
        remembered = false;
      }
    }
    rememberAppeared();
    return Optional.empty();
  }

  private void rememberAppeared() {
    if (!remembered) {
      Map<String, Uuid> appeared = new HashMap<>(ids);
      appeared.keySet().retainAll(topics.remembered());
      try {
        onAppearance.accept(appeared);
        remembered = true;
      } catch (CommandFailedException e) {
        if (!warned) {
          log.warn("New topics can't be remembered, trying again: {}", e.getMessage());
        }
        warned = true;
      }
    }
  }

  private Optional<CommandFailedException> loss(String topic, String what) {
    return Optional.of(
        new CommandFailedException(
            "topic %s %s while application %s was at work; %s"
                .formatted(
                    topic, what, topics.applicationId(), new TopicLosses(topics).of(topic))));
  }
}
