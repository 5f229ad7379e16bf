package io.storestream.localstack;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one Kafka node and the one DynamoDB Local that all tests of a JVM share, since starting them
 * takes longer than most tests. They start at first use and stop when the JVM ends.
 *
 * <p>A test class asks once, before its first test, and gets a backend that is empty. Nobody stops
 * or closes it: a test that stops a backend, needs a special listener or two clusters starts its
 * own.
 *
 * <p>For test classes that run one after the other, as {@link EmbeddedKafka#clear} takes the topics
 * of all of them.
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

  /** Starts with the class, thus at first use. */
  private static final class Kafka {
    static final EmbeddedKafka SHARED = closedAtExit(EmbeddedKafka::start, EmbeddedKafka::close);
  }

  /** Starts with the class, thus at first use. */
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
