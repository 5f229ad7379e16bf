package io.storestream.benchmarks.fault;

import io.storestream.benchmarks.comparison.Metrics;
import io.storestream.benchmarks.contestant.Contestant;
import io.storestream.benchmarks.contestant.UnusableEventException;
import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.benchmarks.server.Workbench;
import io.storestream.cli.CommandFailedException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A contestant that is started again whenever it has ended, as a supervisor would. A peer that has
 * ended because of an unusable event skips such events from then on; otherwise it would never go
 * on. Used by one thread.
 */
final class Supervised implements AutoCloseable {

  private static final int MAX_ENDS = 50;
  private static final Pattern METRICS = Pattern.compile("metrics at (http://\\S+/metrics)");

  private final Workbench bench;
  private final Contestant contestant;
  private final String name;
  private final URI endpoint;
  private boolean skipUnusable;
  private int ends;
  private ChildProcess process;

  /**
   * Starts the contestant.
   *
   * @param name of the topic, the table and the consumer group
   * @param endpoint of DynamoDB
   */
  Supervised(Workbench bench, Contestant contestant, String name, URI endpoint) {
    this.bench = bench;
    this.contestant = contestant;
    this.name = name;
    this.endpoint = endpoint;
    process = start();
  }

  private ChildProcess start() {
    return bench.start(
        contestant.label(), contestant.follow(bench, name, name, endpoint, skipUnusable));
  }

  /** Kills it with SIGKILL and starts it again. */
  void killAndRestart() {
    process.kill();
    process = start();
  }

  /**
   * Starts it again if it has ended.
   *
   * @throws CommandFailedException if it has ended 50 times
   */
  void keepRunning() {
    if (process.isAlive()) {
      return;
    }
    ends++;
    if (process.exitCode() == UnusableEventException.EXIT_CODE) {
      skipUnusable = true;
    }
    bench.report("%s ended with code %d".formatted(process, process.exitCode()));
    if (ends == MAX_ENDS) {
      throw new CommandFailedException("%s ended %d times".formatted(process, ends));
    }
    process = start();
  }

  /**
   * Returns whether it has no pending write, as far as it says.
   *
   * @throws CommandFailedException if it does not answer
   */
  boolean isIdle() {
    return contestant != Contestant.STORESTREAM
        || process
            .findInOutput(METRICS)
            .filter(it -> Metrics.pending(URI.create(it), name) == 0)
            .isPresent();
  }

  /** Returns how often it has ended without being killed. */
  int ends() {
    return ends;
  }

  /** Returns whether an unusable event has ended it. */
  boolean wasEndedByUnusableEvent() {
    return skipUnusable;
  }

  @Override
  public void close() {
    process.close();
  }
}
