package io.storestream.localstack;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.model.DeleteTableRequest;
import com.amazonaws.services.dynamodbv2.model.ListTablesRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB Local inside this JVM, reachable through the loopback interface only.
 *
 * <pre>{@code
 * try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
 *   DynamoDbClient.builder().endpointOverride(dynamoDb.endpoint()) ...
 * }
 * }</pre>
 *
 * All clients see the same tables, whatever their credentials and region, as with the option {@code
 * -sharedDb}. No telemetry is sent to AWS.
 *
 * <p>DynamoDB Local's {@code ServerRunner} is not used, because it listens on all interfaces,
 * prints to standard output and turns telemetry on. Instead, its request handler runs in a separate
 * Jetty server. The SQLite library is loaded from its jar, so no JVM option is needed (Linux, macOS
 * and Windows on x86-64, Linux and macOS on arm64). JDK 24 and newer print a warning about native
 * access unless started with {@code --enable-native-access=ALL-UNNAMED}.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 5;

  // The account of all requests; with a shared database its value does not matter.
  private static final String ACCOUNT = "local";
  private static final String REGION = "local";

  private final int port;
  private final LocalDynamoDBRequestHandler requests;
  private final LocalDynamoDBServerHandler handler;
  private final Server server;
  private final DatabaseThreads threads = new DatabaseThreads();
  private boolean closed;

  private EmbeddedDynamoDb(int port, @Nullable Path dataDir) {
    this.port = port;
    this.requests =
        new LocalDynamoDBRequestHandler(
            0, dataDir == null, dataDir == null ? null : dataDir.toString(), true, false);
    this.handler = new LocalDynamoDBServerHandler(requests, null);
    this.server = server(port, handler);
  }

  /**
   * Starts on a free port, with tables in memory.
   *
   * @throws IllegalStateException if it cannot start
   */
  public static EmbeddedDynamoDb start() {
    return start(0);
  }

  /**
   * Starts with tables in memory.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @throws PortInUseException if another process listens on the port
   * @throws IllegalArgumentException if the port is out of range
   * @throws IllegalStateException if it cannot start
   */
  public static EmbeddedDynamoDb start(int port) {
    return launch(port, null);
  }

  /**
   * Starts with tables on disk, including those of an earlier run.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @param dataDir created on first use, kept on {@link #close}; for one instance at a time
   * @throws PortInUseException if another process listens on the port
   * @throws IllegalArgumentException if the port is out of range
   * @throws IllegalStateException if it cannot start
   * @throws java.io.UncheckedIOException if the directory cannot be created
   */
  public static EmbeddedDynamoDb start(int port, Path dataDir) {
    return launch(port, Directories.create(dataDir));
  }

  private static EmbeddedDynamoDb launch(int port, @Nullable Path dataDir) {
    for (int attempt = 1; ; attempt++) {
      int candidate = port;
      if (port == 0) {
        candidate = LoopbackPorts.pickFree();
      } else {
        LoopbackPorts.requireFree(port);
      }
      try {
        return launchOn(candidate, dataDir);
      } catch (PortInUseException e) {
        // Another process took the port after it was found free.
        if (port != 0 || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static EmbeddedDynamoDb launchOn(int port, @Nullable Path dataDir) {
    EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb(port, dataDir);
    try {
      dynamoDb.open();
      return dynamoDb;
    } catch (Exception | LinkageError e) {
      RuntimeException failure =
          LoopbackPorts.isBindFailure(e)
              ? new PortInUseException(port, e)
              : new IllegalStateException("cannot start DynamoDB Local", e);
      try {
        dynamoDb.close();
      } catch (RuntimeException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
  }

  private void open() throws Exception {
    // The first request opens the database, so a missing SQLite library fails here.
    threads.run(() -> tables());
    server.start();
  }

  /** Daemon threads only: a program that forgets to close must not hang because of them. */
  private static Server server(int port, LocalDynamoDBServerHandler handler) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("dynamodb-local");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(LoopbackPorts.HOST);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(handler);
    return server;
  }

  /** Returns the endpoint for clients, {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://" + LoopbackPorts.HOST + ":" + port);
  }

  /** Returns the port that clients connect to, 1 to 65535. */
  public int port() {
    return port;
  }

  /** Deletes all tables. */
  public void clear() {
    // One response lists at most 100 tables.
    for (List<String> tables = tables(); !tables.isEmpty(); tables = tables()) {
      for (String table : tables) {
        requests.deleteTable(ACCOUNT, REGION, new DeleteTableRequest(table));
      }
    }
  }

  private List<String> tables() {
    return requests.listTables(ACCOUNT, REGION, new ListTablesRequest()).getTableNames();
  }

  /**
   * Stops serving and closes the database; tables in memory are gone then. Further calls do
   * nothing.
   *
   * @throws IllegalStateException if the HTTP server does not stop; the database is closed anyway
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop DynamoDB Local", e);
    } finally {
      handler.close();
      threads.end();
    }
  }
}
