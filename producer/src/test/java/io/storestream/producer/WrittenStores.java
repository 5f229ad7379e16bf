package io.storestream.producer;

import static org.awaitility.Awaitility.await;

import io.storestream.fixtures.StoresTopicWriter;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.Topics;
import io.storestream.model.AcceptedState;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topic of stores as an ingester leaves it, for all tests that read it: the live stores 1 and 2
 * in Omaha, é in Lyon, which changed after {@link ProducedTopic#AS_OF}; store 3, which is deleted;
 * and store 4, which is never committed.
 */
final class WrittenStores {

  private static final Instant BEFORE = Instant.parse("2017-01-01T00:00:00Z");
  private static final Instant AFTER = Instant.parse("2018-01-01T00:00:00Z");

  static {
    ProducedTopic.BROKER.createTopic(Topics.STORES, 2);
    try (StoresTopicWriter writer = new StoresTopicWriter(ProducedTopic.kafka())) {
      writer.write(
          List.of(
              state("1", BEFORE, store("1", "Alpha", "Omaha", "US")),
              state("2", BEFORE, store("2", "Beta", "Omaha", "US")),
              state("3", BEFORE, store("3", "Gamma", "Omaha", "US")),
              state("é", AFTER, store("é", "Delta", "Lyon", "FR"))));
      writer.write(List.of(state("3", BEFORE.plusSeconds(1), null)));
      writer.hold(state("4", BEFORE, store("4", "Epsilon", "Omaha", "US")));
      writer.abort();
    }
    awaitStable();
  }

  /** A broker ends a transaction after it has answered, and until then its records are not read. */
  private static void awaitStable() {
    try (KafkaAdmin kafka = KafkaAdmin.connect(ProducedTopic.kafka())) {
      await()
          .pollInSameThread() // other threads wait for this class
          .until(() -> kafka.stableOffsets(Topics.STORES).equals(kafka.endOffsets(Topics.STORES)));
    }
  }

  private WrittenStores() {}

  /** Writes the topic, unless an earlier test of this JVM has. */
  static void require() {}

  private static AcceptedState state(String storeNumber, Instant updatedAt, @Nullable Store store) {
    return new AcceptedState(
        new VersionedStore(storeNumber, Version.firstAt(updatedAt), store), updatedAt);
  }

  private static Store store(String storeNumber, String name, String city, String country) {
    return new StoreBuilder()
        .storeNumber(storeNumber)
        .set(StoreField.STORE_NAME, name)
        .set(StoreField.CITY, city)
        .set(StoreField.COUNTRY, country)
        .build();
  }
}
