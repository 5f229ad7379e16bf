package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.kafka.Topics;
import io.storestream.producer.file.FilePass.RowCounts;
import io.storestream.producer.file.GzipFiles;
import io.storestream.producer.file.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

  private static final String HEADER = "Store Number,Country\n";

  private static TestBroker broker;

  @TempDir private Path folder;
  private Path file;
  private String topic;

  /** Live are 1, 2 and é; 3 is deleted; 4 was never committed. */
  @BeforeAll
  static void startBroker() {
    broker = new TestBroker();
    broker.createTopic(Topics.STORES, 2);
    Map<String, Object> config = new HashMap<>(broker.options().clientConfig());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "ingester");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<?> unused1 = producer.send(store("1", "{}"));
      Future<?> unused2 = producer.send(store("2", "{}"));
      Future<?> unused3 = producer.send(store("3", "{}"));
      Future<?> unused4 = producer.send(store("é", "{}"));
      Future<?> unused5 = producer.send(store("3", null));
      producer.commitTransaction();
      producer.beginTransaction();
      Future<?> unused6 = producer.send(store("4", "{}"));
      producer.flush();
      producer.abortTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> store(String number, @Nullable String json) {
    return new ProducerRecord<>(
        Topics.STORES,
        number.getBytes(StandardCharsets.UTF_8),
        json == null ? null : json.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void setUp(TestInfo test) {
    file = folder.resolve("stores.csv");
    topic = test.getTestMethod().orElseThrow().getName();
    broker.createTopic(topic, 1);
  }

  @Test
  void shouldCloseTheLiveStoresThatNoFileHas() throws IOException {
    // given
    Path second = folder.resolve("second.csv");
    Files.writeString(file, HEADER + "1,US\n");
    Files.writeString(second, HEADER + "5,US\n");

    // when
    CommandRun run = produceSnapshot(file, second);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                rows read: 2
                rows rejected: 0
                rows superseded: 0
                events published: 4
                stores closed: 2
                seconds: S
                """,
                ""));
    assertThat(broker.valuesOf(topic))
        .containsExactlyInAnyOrder(upsert("1"), upsert("5"), delete("2"), delete("é"));
  }

  @Test
  void shouldCloseNothingIfARowWasRejected() throws IOException {
    // given
    Files.writeString(file, HEADER + "1,US\n2,\n");

    // when
    CommandRun run = produceSnapshot(file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.INPUT_REJECTED,
                """
                rows read: 2
                rows rejected: 1
                rows superseded: 0
                events published: 1
                stores closed: 0
                seconds: S
                """,
                "1 row was rejected: see "
                    + file
                    + ".rejects.csv\n"
                    + "no store was closed: rows were rejected, and a store must not be closed"
                    + " because its row is unusable\n"));
    assertThat(broker.valuesOf(topic)).containsExactly(upsert("1"));
  }

  @Test
  void shouldCloseNothingIfAFileHoldsEvents() throws IOException {
    // given
    Path events = folder.resolve("events.ndjson");
    Files.writeString(file, HEADER + "1,US\n");
    Files.writeString(events, "");

    // when
    CommandRun run = produceSnapshot(file, events);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_REJECTED);
    assertThat(run.err())
        .isEqualTo(
            "no store was closed: " + events + " holds events, not the list of all stores\n");
    assertThat(broker.valuesOf(topic)).containsExactly(upsert("1"));
  }

  @Test
  void shouldPublishAndCloseNothingIfACompressedFileIsCutInItsSecondMember() throws IOException {
    // given
    Path compressed = folder.resolve("stores.csv.gz");
    byte[] second = GzipFiles.member("2,US\né,US\n");
    Files.write(
        compressed, GzipFiles.join(GzipFiles.member(HEADER + "1,US\n"), Arrays.copyOf(second, 5)));

    // when
    CommandRun run = produceSnapshot(compressed);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: can't read "
                    + compressed
                    + ": the compressed file is cut or damaged (it ends in the middle): get it"
                    + " again\n"));
    assertThat(broker.valuesOf(topic)).isEmpty();
  }

  @Test
  void shouldCloseNothingIfAPipeFailsInTheMiddleAndSayHowMuchWasPublished() throws Exception {
    // given rows that differ, so that many buffers of them are read before the end is
    StringBuilder rows = new StringBuilder(HEADER);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      rows.append(Long.toHexString(random.nextLong())).append(",US\n");
    }
    byte[] whole = GzipFiles.join(GzipFiles.member(rows.toString()), GzipFiles.member("1,US\n"));
    Path pipe = NamedPipe.holding(folder.resolve("pipe.csv.gz"), GzipFiles.without(20, whole));

    // when
    CommandRun run = produceSnapshot(pipe);

    // then
    List<String> published = broker.valuesOf(topic);
    assertThat(published).isNotEmpty().noneMatch(event -> event.contains("DELETE"));
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                ("error: can't read %s: the compressed file is cut or damaged (it ends in the"
                        + " middle): get it again; %,d events had been published before, and no"
                        + " store was closed; publishing the same again does no harm\n")
                    .formatted(pipe, published.size())));
  }

  @Test
  void shouldCloseWhatNoMemberOfACompressedPipeHas() throws Exception {
    // given
    byte[] members =
        GzipFiles.join(GzipFiles.member(HEADER + "1,US\n"), GzipFiles.member("2,US\n"));
    Path pipe = NamedPipe.holding(folder.resolve("pipe.csv.gz"), members);

    // when
    CommandRun run = produceSnapshot(pipe);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(broker.valuesOf(topic)).containsExactly(upsert("1"), upsert("2"), delete("é"));
  }

  @Test
  void shouldCloseNothingIfThereAreNoRows() throws IOException {
    // given
    Files.writeString(file, HEADER);

    // when
    CommandRun run = produceSnapshot(file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_REJECTED);
    assertThat(run.err()).isEqualTo("no store was closed: there are no rows\n");
    assertThat(broker.valuesOf(topic)).isEmpty();
  }

  @Test
  void shouldCloseNothingIfMostStoresAreInNoFile() {
    RowCounts someRows = new RowCounts(0, 0, 1);
    assertThat(unseen(102, 203).obstacle(List.of(), someRows))
        .isEqualTo(
            "102 of 203 stores are in none of the files, more than half: are these all files? If"
                + " they are, publish a DELETE event of each");
    assertThat(unseen(101, 203).obstacle(List.of(), someRows)).isNull();
    assertThat(unseen(100, 100).obstacle(List.of(), someRows)).isNull();
  }

  private static Snapshot unseen(int unseen, int live) {
    Snapshot snapshot =
        new Snapshot(
            IntStream.range(0, live).mapToObj(String::valueOf).collect(Collectors.toSet()));
    IntStream.range(unseen, live).mapToObj(String::valueOf).forEach(snapshot::seen);
    return snapshot;
  }

  private CommandRun produceSnapshot(Path... files) {
    String[] arguments = new String[files.length + 7];
    arguments[0] = "--bootstrap-servers";
    arguments[1] = broker.bootstrapServers();
    arguments[2] = "--topic";
    arguments[3] = topic;
    arguments[4] = "--as-of";
    arguments[5] = "2017-02-01T00:00:00Z";
    arguments[6] = "--snapshot";
    for (int i = 0; i < files.length; i++) {
      arguments[7 + i] = files[i].toString();
    }
    return CommandRun.of(new ProduceCommand(), arguments);
  }

  private static String upsert(String storeNumber) {
    return ("{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"2017-02-01T00:00:00Z\","
            + "\"store\":{\"country\":\"US\"}}")
        .formatted(storeNumber);
  }

  private static String delete(String storeNumber) {
    return "{\"type\":\"DELETE\",\"storeNumber\":\"%s\",\"updatedAt\":\"2017-02-01T00:00:00Z\"}"
        .formatted(storeNumber);
  }
}
