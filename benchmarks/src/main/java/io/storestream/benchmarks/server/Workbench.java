package io.storestream.benchmarks.server;

import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.benchmarks.standin.StandInProgram;
import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.quickstart.TemporaryFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers and processes of all measurements. Each server is a separate process, which starts
 * when it is first asked for. Used by one thread.
 */
public final class Workbench implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("listening at (\\S+)\\R");
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final long MAX_WARM_UP_REQUESTS = 4_000;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final BenchmarkPlan plan;
  private final Set<String> contestants;
  private final StopSignal stop;
  private final Consumer<String> progress;
  private final Path directory;
  private final Deque<ChildProcess> children = new ArrayDeque<>();
  private final Set<ChildProcess> servers = new HashSet<>();
  private int started;
  private final Map<Long, GeneratedStores> stores = new HashMap<>();
  private @Nullable ChildProcess broker;
  private @Nullable KafkaOptions kafka;
  private @Nullable StandInClient standIn;
  private @Nullable URI dynamoDbLocal;

  /**
   * Starts nothing yet.
   *
   * @param contestants names of those that take part
   * @param stop ends a measurement early
   * @param progress receives a line for each step
   */
  public Workbench(
      BenchmarkPlan plan, Set<String> contestants, StopSignal stop, Consumer<String> progress) {
    this.plan = plan;
    this.contestants = Set.copyOf(contestants);
    this.stop = stop;
    this.progress = progress;
    this.directory = TemporaryFiles.createDirectory("storestream-benchmark-");
  }

  /** Returns the amount of the measurements. */
  public BenchmarkPlan plan() {
    return plan;
  }

  /** Returns whether a contestant takes part. */
  public boolean includes(String contestant) {
    return contestants.contains(contestant);
  }

  /** Returns a directory that is deleted afterwards. */
  public Path directory() {
    return directory;
  }

  /** Returns all generated stores. */
  public GeneratedStores stores() {
    return stores(plan.stores());
  }

  /** Returns generated stores for a measurement on a slow server, which takes fewer. */
  public GeneratedStores stores(long atMost) {
    return stores.computeIfAbsent(Math.min(atMost, plan.stores()), this::generate);
  }

  private GeneratedStores generate(long count) {
    report("generating %,d stores".formatted(count));
    return GeneratedStores.generate(directory, count, plan.seed());
  }

  /** Returns the broker's process. */
  public ChildProcess broker() {
    kafka();
    if (broker == null) {
      throw new IllegalStateException("kafka() starts it");
    }
    return broker;
  }

  /** Returns the CPU time of the broker's process so far; zero if no broker runs. */
  public Duration brokerCpu() {
    return broker == null ? Duration.ZERO : broker.cpu();
  }

  /** Returns how the broker is reached. */
  public KafkaOptions kafka() {
    KafkaOptions running = kafka;
    if (running == null) {
      report("starting a Kafka broker");
      String data = directory.resolve("kafka").toString();
      ChildProcess process = startServer("broker", ProgramCommand.java(BrokerProgram.class, data));
      running = KafkaOptions.of(address(process));
      broker = process;
      kafka = running;
    }
    return running;
  }

  /** Returns the stand-in for DynamoDB. */
  public StandInClient standIn() {
    StandInClient running = standIn;
    if (running == null) {
      report("starting the stand-in for DynamoDB");
      String latencyMs = Long.toString(plan.latency().toMillis());
      String warmUp = Long.toString(Math.min(MAX_WARM_UP_REQUESTS, plan.stores() / 50));
      ProgramCommand command = ProgramCommand.java(StandInProgram.class, latencyMs, warmUp);
      running = new StandInClient(URI.create(address(startServer("stand-in", command))));
      standIn = running;
    }
    return running;
  }

  /** Returns the endpoint of DynamoDB Local. */
  public URI dynamoDbLocal() {
    URI running = dynamoDbLocal;
    if (running == null) {
      report("starting DynamoDB Local");
      ProgramCommand command = ProgramCommand.java(DynamoDbLocalProgram.class);
      running = URI.create(address(startServer("dynamodb-local", command)));
      dynamoDbLocal = running;
    }
    return running;
  }

  /**
   * Ends all processes but the servers, and deletes all topics, so that every measurement starts
   * alike.
   */
  public void reset() {
    List<ChildProcess> others = children.stream().filter(it -> !servers.contains(it)).toList();
    others.forEach(ChildProcess::stop);
    children.removeAll(others);
    KafkaOptions running = kafka;
    if (running == null) {
      return;
    }
    try (KafkaAdmin admin = KafkaAdmin.connect(running)) {
      Set<String> topics = admin.get(admin.client().listTopics().names());
      admin.get(admin.client().deleteTopics(topics).all());
      while (!admin.get(admin.client().listTopics().names()).isEmpty()) {
        pause();
      }
    }
  }

  /**
   * Starts a process that ends with this. The caller may close it earlier.
   *
   * @param name for messages and files
   */
  public ChildProcess start(String name, ProgramCommand command) {
    requireNotStopped();
    started++;
    ChildProcess child = ChildProcess.start(started + "-" + name, command, directory);
    children.push(child);
    return child;
  }

  private ChildProcess startServer(String name, ProgramCommand command) {
    ChildProcess server = start(name, command);
    servers.add(server);
    return server;
  }

  private String address(ChildProcess server) {
    return await(server, START_TIMEOUT, () -> server.findInOutput(ADDRESS));
  }

  /**
   * Asks for something every 100 ms until it is there.
   *
   * @param process must stay healthy meanwhile
   * @throws CommandFailedException if it is not there in time, the process fails, or the stop
   *     signal comes
   */
  public <T> T await(ChildProcess process, Duration timeout, Supplier<Optional<T>> wanted) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<T> found = wanted.get();
      if (found.isPresent()) {
        return found.get();
      }
      process.requireHealthy();
      if (System.nanoTime() > end) {
        throw new CommandFailedException(
            "process %d makes no progress within %d s"
                .formatted(process.pid(), timeout.toSeconds()));
      }
      pause();
    }
  }

  /**
   * Waits until a process has ended with code 0.
   *
   * @throws CommandFailedException if it ends with another code, or the stop signal comes
   */
  public void awaitEnd(ChildProcess process) {
    while (process.isAlive()) {
      pause();
    }
    process.requireHealthy();
  }

  /** Waits for 100 ms. */
  public void pause() {
    pause(POLL_INTERVAL);
  }

  /** Waits for some milliseconds. */
  public void pause(Duration time) {
    if (stop.await(time)) {
      throw new StoppedException();
    }
  }

  /** Checks that no stop is requested; long loops call this. */
  public void requireNotStopped() {
    if (stop.isRequested()) {
      throw new StoppedException();
    }
  }

  /** Returns the signal that ends a measurement early. */
  public StopSignal stop() {
    return stop;
  }

  /** Tells the user what happens. */
  public void report(String line) {
    progress.accept(line);
  }

  /** Ends all processes, the last one first, and deletes the files. */
  @Override
  public void close() {
    while (!children.isEmpty()) {
      children.pop().close();
    }
    TemporaryFiles.delete(directory);
  }
}
