package io.storestream.benchmarks.lookup;

import static io.storestream.benchmarks.contestant.Contestant.BARE;
import static io.storestream.benchmarks.contestant.Contestant.STORESTREAM;

import io.storestream.benchmarks.comparison.Loads;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.contestant.Programs;
import io.storestream.benchmarks.measurement.Measurement;
import io.storestream.benchmarks.measurement.RateWindow;
import io.storestream.benchmarks.measurement.Result;
import io.storestream.benchmarks.measurement.Run;
import io.storestream.benchmarks.measurement.Unit;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.server.Workbench;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** A lookup over HTTP beside the same call of the SDK, on DynamoDB Local. */
public final class Lookups implements Measurement {

  private static final List<Contestant> CONTESTANTS = List.of(STORESTREAM, BARE);

  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Pattern ADDRESS = Pattern.compile("listening on (http://\\S+)\\R");
  private static final Pattern ANSWERS = Pattern.compile("answers: (\\d+)\\R");

  private final Lookup lookup;

  private Lookups(Lookup lookup) {
    this.lookup = lookup;
  }

  /** Returns the measurement of one store. */
  public static Measurement ofStore() {
    return new Lookups(Lookup.STORE);
  }

  /** Returns the measurement of a page of 100 stores. */
  public static Measurement ofPage() {
    return new Lookups(Lookup.PAGE);
  }

  @Override
  public String name() {
    return lookup.label();
  }

  @Override
  public String description() {
    return "%s over HTTP, %d requests at once, on DynamoDB Local. bare is the same call of the SDK."
        .formatted(lookup.description(), lookup.inFlight());
  }

  @Override
  public List<String> contestants() {
    return CONTESTANTS.stream().map(Contestant::label).toList();
  }

  @Override
  public List<Result> measure(Workbench bench, int round) {
    String table = "%s-%d".formatted(name(), round);
    LookupTable.fill(bench, table);
    long requests = Math.min(lookup.requests(), bench.stores().count());
    return Loads.inTurn(
        bench,
        round,
        CONTESTANTS,
        contestant -> {
          RateWindow window =
              contestant == STORESTREAM
                  ? overHttp(bench, table, requests)
                  : bare(bench, table, requests);
          return List.of(
              new Result(
                  name(),
                  contestant.label(),
                  Unit.PER_SECOND,
                  window.itemsPerSecond(),
                  requests,
                  OptionalDouble.of(window.cpuMicros()),
                  OptionalDouble.empty()));
        });
  }

  /** The CPU time is that of {@code serve}. */
  private RateWindow overHttp(Workbench bench, String table, long requests) {
    ProgramCommand serve =
        Programs.storestream("serve", List.of("--table", table, "--http-port", "0"))
            .withEnvironment(Programs.emulator(bench.dynamoDbLocal().toString()));
    try (ChildProcess server = bench.start("serve", serve)) {
      URI api = URI.create(bench.await(server, START_TIMEOUT, () -> server.findInOutput(ADDRESS)));
      ProgramCommand load =
          ProgramCommand.java(
              HttpLookups.class,
              api.resolve(lookup.path()).toString(),
              Integer.toString(lookup.inFlight()),
              Long.toString(requests));
      try (ChildProcess client = bench.start("http-lookups", load)) {
        return watch(bench, server, client, requests);
      }
    }
  }

  private RateWindow bare(Workbench bench, String table, long requests) {
    ProgramCommand command =
        ProgramCommand.java(
            BareLookups.class,
            lookup.name(),
            bench.dynamoDbLocal().toString(),
            table,
            Integer.toString(lookup.inFlight()),
            Long.toString(requests));
    try (ChildProcess process = bench.start(BARE.label(), command)) {
      return watch(bench, process, process, requests);
    }
  }

  /**
   * Watches until all requests are answered.
   *
   * @param measured its CPU time counts
   * @param client prints the answers
   */
  private static RateWindow watch(
      Workbench bench, ChildProcess measured, ChildProcess client, long requests) {
    Run run =
        Run.watch(
            bench,
            measured,
            () -> {
              client.requireHealthy();
              return client.findInOutput(ANSWERS).map(Long::parseLong).orElse(0L);
            },
            requests);
    return run.window();
  }
}
