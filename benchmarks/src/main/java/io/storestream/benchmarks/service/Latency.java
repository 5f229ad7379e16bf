package io.storestream.benchmarks.service;

import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.comparison.Events;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.GeneratedStores;
import io.storestream.benchmarks.server.Workbench;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How soon an event that is published can be read over HTTP, at a steady rate. */
public final class Latency implements Measurement {

  private static final int EVENTS_PER_SECOND = 200;
  private static final long EVENTS = 60 * EVENTS_PER_SECOND;
  private static final int EVENTS_PER_SAMPLE = 10;

  /** An event that can't be read by then is lost. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("listening on (http://\\S+)\\R");

  /** Creates the measurement. */
  public Latency() {}

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String description() {
    return ("Milliseconds from sending an event to reading it over HTTP, at %d events a second for"
            + " a minute, on DynamoDB Local; p50 and p99. Each event changes another store that is"
            + " in the table. The store of every tenth event is read again and again until the answer"
            + " has the change; the first sixth does not count.")
        .formatted(EVENTS_PER_SECOND);
  }

  @Override
  public List<String> contestants() {
    return List.of(STORESTREAM.label());
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String name = "latency-" + round;
    GeneratedStores stores = bench.stores(EVENTS);
    Events.createTopic(bench, name);
    Events.now().publish(bench, name, stores);
    try (Ingester ingester = Ingester.start(bench, name, name, bench.dynamoDbLocal())) {
      ingester.awaitWritten(stores.count());
      ProgramCommand serve =
          Programs.storestream("serve", List.of("--table", name, "--http-port", "0"))
              .withEnvironment(Programs.emulator(bench.dynamoDbLocal().toString()));
      try (ChildProcess server = bench.start("serve", serve)) {
        URI api =
            URI.create(bench.await(server, START_TIMEOUT, () -> server.findInOutput(ADDRESS)));
        List<Duration> latencies = publish(bench, name, stores, api);
        return List.of(
            result("latency-p50", latencies, 0.50), result("latency-p99", latencies, 0.99));
      }
    }
  }

  /** Publishes an event of each store, and returns the latencies. */
  private static List<Duration> publish(
      Workbench bench, String topic, GeneratedStores stores, URI api) {
    bench.report("publishing %d events a second".formatted(EVENTS_PER_SECOND));
    Map<String, Object> config = bench.kafka().clientConfig();
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes);
        Visibility visibility = new Visibility(api, DEADLINE)) {
      SteadyEvents events = new SteadyEvents(bench, producer, topic, EVENTS_PER_SECOND);
      long warmUp = stores.count() / 6;
      stores.forEach(
          store -> {
            events.awaitDue();
            long number = events.published();
            Events event = Events.ofEdition(2);
            events.publish(store, event);
            if (number >= warmUp && number % EVENTS_PER_SAMPLE == 0) {
              visibility.watch(store.storeNumber(), event.updatedAt());
            }
          });
      return visibility.await();
    }
  }

  private static Result result(String name, List<Duration> sorted, double part) {
    Duration latency = percentile(sorted, part);
    return Result.of(
        name, STORESTREAM.label(), Unit.MILLISECONDS, latency.toNanos() / 1e6, sorted.size());
  }

  /** Returns the smallest latency that a part of all, such as 0.99, does not exceed. */
  static Duration percentile(List<Duration> sorted, double part) {
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
