package io.storestream.localstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The configuration of the one node, and the format of its directory. */
final class KafkaSettings {
  /** The same for every node and run, because a formatted directory belongs to one node ID. */
  private static final int NODE_ID = 1;

  private static final String CLIENTS = "PLAINTEXT";
  private static final String CONTROLLER = "CONTROLLER";

  private KafkaSettings() {}

  /**
   * Formats the directory unless an earlier run has. Features get the newest levels that this
   * version of Kafka considers ready for production, including consumer groups of all types.
   *
   * @throws UncheckedIOException if the directory cannot be written
   */
  static void formatIfNew(Path directory) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream discard =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(CONTROLLER)
          .setPrintStream(discard)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot format " + directory, e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + directory, e);
    }
  }

  /**
   * Returns the configuration of the broker.
   *
   * <p>The quorum is static: its voter is configured and not stored, so a directory can be started
   * again with another controller port.
   */
  static KafkaConfig of(int port, int controllerPort, Path directory) {
    return new KafkaConfig(settings(port, controllerPort, directory), false);
  }

  /** Returns the configuration of a broker with a second listener on a separate port. */
  static KafkaConfig of(
      int port, int controllerPort, Path directory, SecuredListener secured, int securedPort) {
    Map<String, String> settings = settings(port, controllerPort, directory);
    String listener = "," + SecuredListener.NAME + "://" + LoopbackPorts.HOST + ":" + securedPort;
    settings.merge("listeners", listener, String::concat);
    settings.merge("advertised.listeners", listener, String::concat);
    settings.merge(
        "listener.security.protocol.map", "," + SecuredListener.NAME + ":SASL_SSL", String::concat);
    settings.putAll(secured.settings());
    return new KafkaConfig(settings, false);
  }

  private static Map<String, String> settings(int port, int controllerPort, Path directory) {
    Map<String, String> settings = new HashMap<>();
    String client = CLIENTS + "://" + LoopbackPorts.HOST + ":" + port;
    String controller = LoopbackPorts.HOST + ":" + controllerPort;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("listeners", client + "," + CONTROLLER + "://" + controller);
    settings.put("advertised.listeners", client);
    settings.put("inter.broker.listener.name", CLIENTS);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put(
        "listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.put("log.dirs", directory.toString());
    putTopicSettings(settings);
    putGroupSettings(settings);
    putSizes(settings);
    return settings;
  }

  /** One node allows one replica. A mistyped topic name fails instead of creating a topic. */
  private static void putTopicSettings(Map<String, String> settings) {
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "3");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "3");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "3");
  }

  /**
   * All types of groups (classic, consumer, streams) are enabled by default. They form at once, and
   * clients may use sessions and transactions of one second, so that a test of a failure does not
   * wait for the defaults (45 and 10 seconds).
   */
  private static void putGroupSettings(Map<String, String> settings) {
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("group.consumer.min.session.timeout.ms", "1000");
    settings.put("group.consumer.min.heartbeat.interval.ms", "200");
    settings.put("group.streams.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.min.session.timeout.ms", "1000");
    settings.put("group.streams.min.heartbeat.interval.ms", "200");
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  /** Threads and memory for a laptop, and no JMX beans for this node's metrics. */
  private static void putSizes(Map<String, String> settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("group.coordinator.threads", "1");
    settings.put("share.coordinator.threads", "1");
    settings.put("log.cleaner.enable", "true");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("log.index.size.max.bytes", "1048576");
    settings.put("socket.send.buffer.bytes", "262144");
    settings.put("socket.receive.buffer.bytes", "262144");
    settings.put("metric.reporters", "");
  }
}
