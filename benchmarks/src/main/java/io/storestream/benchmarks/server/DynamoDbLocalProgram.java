package io.storestream.benchmarks.server;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.quickstart.LibraryLogging;
import java.util.concurrent.CountDownLatch;

/** DynamoDB Local as a process: prints its endpoint and runs until its parent ends. */
final class DynamoDbLocalProgram {

  private DynamoDbLocalProgram() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    LibraryLogging.silence();
    ParentWatch.start();
    try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start()) {
      System.out.println("listening at " + dynamoDb.endpoint());
      new CountDownLatch(1).await(); // all its threads are daemons
    }
  }
}
