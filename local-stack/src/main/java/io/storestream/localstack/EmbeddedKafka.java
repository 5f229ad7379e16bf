package io.storestream.localstack;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node, broker and controller in one, inside this JVM and reachable through the loopback
 * interface only.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
 *   properties.put("bootstrap.servers", kafka.bootstrapServers());
 * }
 * }</pre>
 *
 * Once {@code start} or {@link #restart} returns, the broker answers. Topics must be created before
 * use; group sessions and transactions may be as short as one second. Several nodes may run at
 * once, each in a separate directory.
 *
 * <p>Starting again after a crash of the JVM takes some 9 seconds longer: the controller waits out
 * the session of the broker that crashed.
 *
 * <p>Kafka halts the JVM when its log directory disappears, so never delete the directory of a
 * running node.
 *
 * <p>Thread-safe: starts and stops are synchronized.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final long READY_TIMEOUT_MS = 60_000;

  private final Path dataDir;
  private final boolean deleteOnClose;
  private final DirectoryLock lock;
  private final @Nullable SecuredListener secured;
  private int port;
  private int securedPort;
  private @Nullable KafkaRaftServer server;
  private boolean closed;

  private EmbeddedKafka(
      int port, Path dataDir, boolean deleteOnClose, @Nullable SecuredListener secured) {
    this.port = port;
    this.secured = secured;
    this.dataDir = dataDir;
    this.deleteOnClose = deleteOnClose;
    this.lock = DirectoryLock.take(dataDir);
  }

  /**
   * Starts a node on a free port, with a temporary directory that {@link #close} deletes.
   *
   * @throws IllegalStateException if the node cannot start or does not answer within a minute
   */
  public static EmbeddedKafka start() {
    Path directory = Directories.createTemporary("embedded-kafka");
    return launch(new EmbeddedKafka(0, directory, true, null));
  }

  /**
   * Starts a node as {@link #start()} does, with a second, secured listener.
   *
   * @throws IllegalStateException as {@link #start()}, and if the settings of the listener are
   *     invalid
   */
  public static EmbeddedKafka start(SecuredListener secured) {
    Path directory = Directories.createTemporary("embedded-kafka");
    return launch(new EmbeddedKafka(0, directory, true, secured));
  }

  /**
   * Starts a node in a directory that is kept. The data of earlier nodes in this directory, on any
   * port, is available again.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @param dataDir a separate directory for the node, created and formatted on first use
   * @throws PortInUseException if another process listens on the port
   * @throws IllegalArgumentException if the port is out of range
   * @throws DirectoryInUseException if another node uses the directory
   * @throws IllegalStateException if the node cannot start or does not answer within a minute
   * @throws java.io.UncheckedIOException if the directory cannot be created or written
   */
  public static EmbeddedKafka start(int port, Path dataDir) {
    return launch(new EmbeddedKafka(port, Directories.create(dataDir), false, null));
  }

  private static EmbeddedKafka launch(EmbeddedKafka kafka) {
    try {
      kafka.restart();
      return kafka;
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  /**
   * Returns the bootstrap servers, {@code 127.0.0.1:PORT}. They stay the same after a {@link
   * #restart}.
   */
  public String bootstrapServers() {
    return LoopbackPorts.HOST + ":" + port();
  }

  /**
   * Returns the bootstrap servers for TLS with a password, {@code 127.0.0.1:PORT}.
   *
   * @throws IllegalStateException if there is no such listener
   */
  public synchronized String securedBootstrapServers() {
    if (secured == null) {
      throw new IllegalStateException("no secured listener");
    }
    return LoopbackPorts.HOST + ":" + securedPort;
  }

  /**
   * Returns the port that clients connect to, 1 to 65535. It stays the same after a {@link
   * #restart}.
   */
  public synchronized int port() {
    return port;
  }

  /**
   * Stops the node in an orderly way and keeps its port number and data for {@link #restart}.
   * Clients see their connections closed and new ones refused. Does nothing if it is stopped.
   */
  public synchronized void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }

  /**
   * Starts the node again on the same port and with the same data, after stopping it if it runs.
   *
   * @throws PortInUseException if another process has taken the port in the meantime
   * @throws IllegalStateException if this is closed, or the node cannot start
   */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    stop();
    KafkaSettings.formatIfNew(dataDir);
    for (int attempt = 1; server == null; attempt++) {
      int candidate = port;
      if (candidate == 0) {
        candidate = LoopbackPorts.pickFree();
      } else {
        LoopbackPorts.requireFree(candidate);
      }
      try {
        server = startServer(candidate);
        port = candidate;
      } catch (IllegalStateException e) {
        // Another process took one of the two ports after they were found free: retry.
        if (!LoopbackPorts.isBindFailure(e) || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Deletes the data of clients: aborts open transactions, and deletes all topics and all groups
   * without members. Once this returns, clients see no topic.
   *
   * @throws IllegalStateException if the node is not running, or does not delete all data within 30
   *     seconds
   */
  public void clear() {
    try (Admin admin = admin(port())) {
      new KafkaContents(admin).delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot clear the Kafka node in " + dataDir, e);
    }
  }

  /** Stops the node if it runs, and deletes its directory if that is a temporary one. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop();
    } finally {
      lock.close();
      if (deleteOnClose) {
        Directories.deleteQuietly(dataDir);
      }
    }
  }

  private KafkaRaftServer startServer(int candidate) {
    KafkaRaftServer starting = null;
    try {
      starting = new KafkaRaftServer(settings(candidate), Time.SYSTEM);
      starting.startup();
      awaitAnswer(candidate);
      return starting;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandon(starting, e);
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      throw abandon(starting, e);
    }
  }

  private KafkaConfig settings(int candidate) {
    int controllerPort = LoopbackPorts.pickFree();
    if (secured == null) {
      return KafkaSettings.of(candidate, controllerPort, dataDir);
    }
    if (securedPort == 0) {
      securedPort = LoopbackPorts.pickFree();
    }
    return KafkaSettings.of(candidate, controllerPort, dataDir, secured, securedPort);
  }

  private IllegalStateException abandon(@Nullable KafkaRaftServer starting, Exception cause) {
    if (starting != null) {
      try {
        starting.shutdown();
      } catch (RuntimeException e) {
        LOG.debug("A node that did not start did not stop cleanly either", e);
        cause.addSuppressed(e);
      }
    }
    return new IllegalStateException("cannot start a Kafka node in " + dataDir, cause);
  }

  private static void awaitAnswer(int port)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = admin(port)) {
      admin.describeCluster().nodes().get(READY_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static Admin admin(int port) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            LoopbackPorts.HOST + ":" + port,
            AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
            "");
    return Admin.create(settings);
  }
}
