package io.storestream.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  @TempDir private Path dataDir;

  @Test
  void shouldHideAbortedRecordsFromReadersOfCommittedRecords() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      KafkaProbe probe = new KafkaProbe(kafka);
      probe.createTopic("stores");

      probe.produce("stores", true, "first");
      probe.produce("stores", false, "aborted");
      probe.produce("stores", true, "second");

      assertThat(probe.readCommitted("stores")).containsExactly("first", "second");
    }
  }

  @Test
  void shouldKeepDataAndPortOverRestart() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      KafkaProbe probe = new KafkaProbe(kafka);
      probe.createTopic("stores");
      probe.produce("stores", true, "before");
      String bootstrapServers = kafka.bootstrapServers();

      kafka.restart();

      assertThat(kafka.bootstrapServers()).isEqualTo(bootstrapServers);
      probe.produce("stores", true, "after");
      assertThat(probe.readCommitted("stores")).containsExactly("before", "after");
    }
  }

  @Test
  void shouldLetProducerOutliveStopAndRestart() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      KafkaProbe probe = new KafkaProbe(kafka);
      probe.createTopic("stores");

      try (var producer = probe.producer()) {
        send(producer, "before");
        kafka.stop();
        kafka.stop();
        assertThat(Sockets.accepts(kafka.port())).isFalse();
        // When it finds no node, the producer discards its metadata of the topic, and send() itself
        // waits.
        CompletableFuture<RecordMetadata> sent =
            CompletableFuture.supplyAsync(() -> send(producer, "during"));
        kafka.restart();
        sent.get();
      }

      assertThat(probe.readCommitted("stores")).containsExactly("before", "during");
    }
  }

  @Test
  void shouldFindDataOfEarlierRunOnAnotherPort() throws Exception {
    int firstPort;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, dataDir)) {
      firstPort = kafka.port();
      KafkaProbe probe = new KafkaProbe(kafka);
      probe.createTopic("stores");
      probe.produce("stores", true, "kept");
    }

    // The first port is held, so that the second run certainly gets a different one.
    try (ServerSocket held = Sockets.listen(firstPort);
        EmbeddedKafka kafka = EmbeddedKafka.start(0, dataDir)) {
      assertThat(kafka.port()).isNotEqualTo(held.getLocalPort());
      assertThat(new KafkaProbe(kafka).readCommitted("stores")).containsExactly("kept");
    }
  }

  @Test
  void shouldRunTwoNodesAtOnce() throws Exception {
    try (EmbeddedKafka one = EmbeddedKafka.start()) {
      KafkaProbe first = new KafkaProbe(one);
      first.createTopic("stores");
      first.produce("stores", true, "of one");

      try (EmbeddedKafka two = EmbeddedKafka.start()) {
        KafkaProbe second = new KafkaProbe(two);
        second.createTopic("stores");
        second.produce("stores", true, "of two");

        assertThat(second.readCommitted("stores")).containsExactly("of two");
        assertThat(first.readCommitted("stores")).containsExactly("of one");
      }

      first.produce("stores", true, "of one still");
      assertThat(first.readCommitted("stores")).containsExactly("of one", "of one still");
    }
  }

  @Test
  void shouldCloseTwiceAndRefuseRestartThen() throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(0, dataDir);

    kafka.close();
    kafka.close();

    assertThat(Sockets.accepts(kafka.port())).isFalse();
    assertThat(dataDir).isNotEmptyDirectory();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(kafka::restart)
        .withMessage("closed");
  }

  @Test
  void shouldNameThePortThatIsInUse() throws Exception {
    try (ServerSocket other = Sockets.listen(0)) {
      int port = other.getLocalPort();

      assertThatExceptionOfType(PortInUseException.class)
          .isThrownBy(() -> EmbeddedKafka.start(port, dataDir))
          .withMessage("port " + port + " is in use")
          .satisfies(e -> assertThat(e.port()).isEqualTo(port));
    }
  }

  @Test
  void shouldRefuseDirectoryOfRunningNode() {
    try (EmbeddedKafka running = EmbeddedKafka.start(0, dataDir)) {
      assertThat(running.port()).isPositive();
      assertThatExceptionOfType(DirectoryInUseException.class)
          .isThrownBy(() -> EmbeddedKafka.start(0, dataDir))
          .withMessage(dataDir.toAbsolutePath() + " is in use by another node");
    }
  }

  @Test
  void shouldListenOnLoopbackOnly() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      assertThat(Sockets.accepts(kafka.port())).isTrue();
      for (InetAddress address : Sockets.addressesBesidesLoopback()) {
        assertThat(Sockets.accepts(address, kafka.port())).as(address.toString()).isFalse();
      }
    }
  }

  @Test
  void shouldSupportStreamsGroupsAndTransactionsOfNewestProtocol() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Admin admin = new KafkaProbe(kafka).admin()) {
      FeatureMetadata features = admin.describeFeatures().featureMetadata().get();

      assertThat(features.finalizedFeatures())
          .containsEntry("group.version", level(1))
          .containsEntry("streams.version", level(1))
          .containsEntry("transaction.version", level(2));
    }
  }

  @Test
  void shouldLeaveNoThreadThatKeepsTheJvmAlive() throws Exception {
    Set<Thread> before = Threads.nonDaemon();

    EmbeddedKafka.start().close();

    Threads.assertNoneBesides(before);
  }

  private static RecordMetadata send(KafkaProducer<String, String> producer, String value) {
    try {
      return producer.send(KafkaProbe.event("stores", value)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static FinalizedVersionRange level(int level) {
    return new FinalizedVersionRange((short) level, (short) level);
  }
}
