package io.storestream.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class SharedBackendsTest {

  private static final TopicPartition STORES = new TopicPartition("stores", 0);

  @Test
  void shouldShareOneNodeAndClearIt() throws Exception {
    // given: a topic, the group of a consumer that has left and one with a member, a transaction
    EmbeddedKafka kafka = SharedBackends.kafka();
    KafkaProbe probe = new KafkaProbe(kafka);
    probe.createTopic("stores");
    probe.produce("stores", true, "of an earlier test");
    try (KafkaConsumer<String, String> left = consumer(kafka, "left")) {
      left.commitSync(Map.of(STORES, new OffsetAndMetadata(1)));
    }
    try (Admin admin = probe.admin();
        KafkaConsumer<String, String> member = consumer(kafka, "with-member");
        KafkaProducer<String, String> producer = transactional(kafka)) {
      member.subscribe(List.of("stores"));
      while (member.poll(Duration.ofMillis(100)).isEmpty()) {}
      producer.beginTransaction();
      producer.send(KafkaProbe.event("stores", "never committed")).get();

      // when
      EmbeddedKafka again = SharedBackends.kafka();

      // then: the member belongs to its test
      assertThat(again).isSameAs(kafka);
      assertThat(admin.listTopics().names().get()).isEmpty();
      assertThat(admin.listGroups().all().get())
          .extracting(GroupListing::groupId)
          .containsExactly("with-member");
      assertThat(
              admin
                  .listTransactions(
                      new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                  .all()
                  .get())
          .isEmpty();
    }

    // and a topic of the same name begins empty
    probe.createTopic("stores");
    probe.produce("stores", true, "of this test");
    assertThat(probe.readCommitted("stores")).containsExactly("of this test");
  }

  @Test
  void shouldShareOneDynamoDbAndClearIt() {
    // given: more tables than one answer names
    EmbeddedDynamoDb dynamoDb = SharedBackends.dynamoDb();
    try (DynamoDbClient client = EmbeddedDynamoDbTest.client(dynamoDb, "key", Region.US_EAST_1)) {
      for (int i = 0; i < 101; i++) {
        EmbeddedDynamoDbTest.createTable(client, "Stores" + i);
      }

      // when
      EmbeddedDynamoDb again = SharedBackends.dynamoDb();

      // then
      assertThat(again).isSameAs(dynamoDb);
      assertThat(client.listTables().tableNames()).isEmpty();
    }
  }

  private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka, String group) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false"); // otherwise closing retries for long, because the topic is gone
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  private static KafkaProducer<String, String> transactional(EmbeddedKafka kafka) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "open");
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    return producer;
  }
}
