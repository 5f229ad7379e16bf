package io.storestream.localstack;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The single Kafka node and the single DynamoDB Local that all tests of a JVM share, because
 * starting them takes longer than most tests. They start at first use and stop when the JVM ends.
 *
 * <p>A test class asks once, before its first test, and gets an empty backend. Tests never stop or
 * close it: a test that stops a backend, or needs a special listener or two clusters, starts a
 * separate one.
 *
 * <p>Test classes must run one after the other, because {@link EmbeddedKafka#clear} deletes all
 * topics.
 */
public final class SharedBackends {

  private SharedBackends() {}

  /** Returns the shared node, cleared. */
  public static EmbeddedKafka kafka() {
    EmbeddedKafka kafka = Kafka.SHARED;
    kafka.clear();
    return kafka;
  }

  /** Returns the shared DynamoDB Local, cleared. */
  public static EmbeddedDynamoDb dynamoDb() {
    EmbeddedDynamoDb dynamoDb = DynamoDb.SHARED;
    dynamoDb.clear();
    return dynamoDb;
  }

  /** Starts when the class is loaded, which is at first use. */
  private static final class Kafka {
    static final EmbeddedKafka SHARED = closedAtExit(EmbeddedKafka::start, EmbeddedKafka::close);
  }

  /** Starts when the class is loaded, which is at first use. */
  private static final class DynamoDb {
    static final EmbeddedDynamoDb SHARED =
        closedAtExit(EmbeddedDynamoDb::start, EmbeddedDynamoDb::close);
  }

  private static <T> T closedAtExit(Supplier<T> start, Consumer<T> close) {
    T backend = start.get();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close.accept(backend)));
    return backend;
  }
}
