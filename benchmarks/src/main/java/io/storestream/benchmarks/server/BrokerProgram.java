package io.storestream.benchmarks.server;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.localstack.EmbeddedKafka;
import io.storestream.quickstart.LibraryLogging;
import java.nio.file.Path;

/** A Kafka broker as a process: prints its address and runs until its parent ends. */
final class BrokerProgram {

  private BrokerProgram() {}

  /** Takes the directory of its data. */
  public static void main(String[] arguments) {
    LibraryLogging.silence();
    ParentWatch.start();
    EmbeddedKafka kafka = EmbeddedKafka.start(0, Path.of(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    System.out.println("listening at " + kafka.bootstrapServers());
  }
}
