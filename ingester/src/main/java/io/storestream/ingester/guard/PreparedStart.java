package io.storestream.ingester.guard;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.ingester.IngesterSettings;
import io.storestream.ingester.identity.ApplicationIdentity;
import io.storestream.ingester.identity.IdentityTopic;
import io.storestream.ingester.identity.LocalState;
import io.storestream.ingester.identity.WrittenTables;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.maintenance.rebuild.RebuildStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prerequisites of an ingester: topics, tables and local state that exist and belong together.
 * Thread-safe.
 */
public final class PreparedStart implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PreparedStart.class);

  private final KafkaAdmin kafka;
  private final IngestTopics topics;
  private final int partitions;
  private final IngestTables tables;
  private final IdentityTopic identity;
  private final ApplicationIdentity remembered;
  private final LocalState state;

  private PreparedStart(
      KafkaAdmin kafka,
      IngestTopics topics,
      int partitions,
      IngestTables tables,
      IdentityTopic identity,
      ApplicationIdentity remembered,
      LocalState state) {
    this.kafka = kafka;
    this.topics = topics;
    this.partitions = partitions;
    this.tables = tables;
    this.identity = identity;
    this.remembered = remembered;
    this.state = state;
  }

  /**
   * Checks what exists, creates what is absent, saves the identity of both, and deletes local state
   * that does not belong to them.
   *
   * @param kafka closed by the caller
   * @throws CommandFailedException if Kafka, DynamoDB or the state directory can't be used, or if a
   *     topic or table that the application used before is lost or was replaced
   */
  public static PreparedStart prepare(
      IngesterSettings settings, KafkaAdmin kafka, DynamoDbEndpoint endpoint) {
    IngestTopics topics = new IngestTopics(settings.applicationId(), settings.topic());
    IdentityTopic identity = new IdentityTopic(kafka, settings.applicationId());
    IngestTables tables = new IngestTables(endpoint, settings.table(), settings.geo());
    LocalState state = null;
    try {
      Optional<ApplicationIdentity> checked =
          new StartCheck(settings, topics, kafka, identity).require(tables);
      WrittenTables present = WrittenTables.of(tables.ensure(settings.billing()));
      int partitions = topics.ensure(kafka, settings.partitions());
      ApplicationIdentity remembered =
          new IdentityUpdate(topics, kafka, identity).remember(checked, present, settings.geo());
      state = LocalState.lock(settings.stateDir(), kafka.clusterId(), settings.applicationId());
      state.prepare(identity, remembered.idsOf(topics.internal()), remembered.inPlace());
      return new PreparedStart(kafka, topics, partitions, tables, identity, remembered, state);
    } catch (RuntimeException e) {
      if (state != null) {
        state.close();
      }
      tables.close();
      throw e;
    }
  }

  public IngestTopics topics() {
    return topics;
  }

  /** Returns the ID of the topic of the change events. */
  public Uuid topicId() {
    return Objects.requireNonNull(
        remembered.idsOf(List.of(topics.topic())).get(topics.topic()), topics.topic());
  }

  /** Returns how many partitions the internal topics have. */
  public int partitions() {
    return partitions;
  }

  /** Returns whether an event is resolved where it is read, if its store's partition is there. */
  public boolean resolvesInPlace() {
    return remembered.inPlace();
  }

  /** Returns the state directory for Kafka Streams. */
  public Path stateDir() {
    return state.clusterDirectory();
  }

  /** Returns a watch of the topics, which saves the IDs of new ones. */
  public TopicWatch watchTopics(Consumer<CommandFailedException> onLoss, Duration interval) {
    return new TopicWatch(
        kafka,
        topics,
        remembered.idsOf(topics.remembered()),
        resolvesInPlace() ? OptionalInt.of(partitions) : OptionalInt.empty(),
        appeared -> change(it -> it.withNewTopics(appeared)),
        onLoss,
        interval,
        InstantSource.system());
  }

  /**
   * Returns a watch of the tables, which saves the identity of new ones that a rebuild has filled.
   */
  public TableWatch watchTables(Duration interval) {
    return new TableWatch(
        tables,
        remembered.tables(),
        new RebuildStatus(kafka, tables.name())::wasComplete,
        moved -> change(it -> it.withTables(moved)),
        interval);
  }

  private void change(UnaryOperator<ApplicationIdentity> change) {
    identity.update(before -> change.apply(before.orElse(remembered)));
  }

  /**
   * Lets the next start use the local state, unless it belongs to a lost topic. Kafka Streams must
   * be closed.
   */
  public void keepState(TopicWatch watch) {
    try {
      watch
          .confirmInternal()
          .ifPresent(internal -> state.keep(identity, internal, resolvesInPlace()));
    } catch (CommandFailedException e) {
      log.warn("The next start has to read the local state from Kafka: {}", e.getMessage());
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    state.close();
    tables.close();
  }
}
