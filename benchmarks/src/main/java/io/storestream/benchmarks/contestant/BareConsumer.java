package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.quickstart.LibraryLogging;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The baseline of events that change nothing: a plain consumer that parses each event and does
 * nothing with it. Prints {@code records: N} at most every 50 ms.
 */
public final class BareConsumer {

  private static final long PRINT_INTERVAL_NS = 50_000_000;

  private long records;
  private long printedNs = System.nanoTime();

  private BareConsumer() {}

  /** Takes the broker, the topic, and how often to read the topic. */
  public static void main(String[] arguments) throws IOException {
    LibraryLogging.silence();
    ParentWatch.start();
    BareConsumer consumer = new BareConsumer();
    for (int pass = 0; pass < Integer.parseInt(arguments[2]); pass++) {
      TopicPass.read(arguments[0], arguments[1], false, consumer::parse);
    }
    consumer.print();
  }

  private void parse(ConsumerRecords<byte[], byte[]> polled) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      if (!PeerEvent.parse(record.value()).storeNumber().isEmpty()) {
        records++;
      }
    }
    if (System.nanoTime() - printedNs > PRINT_INTERVAL_NS) {
      print();
      printedNs = System.nanoTime();
    }
  }

  private void print() {
    System.out.println("records: " + records);
  }
}
