package io.storestream.benchmarks;

import io.storestream.cli.CommandRunner;

/** The program of this module, for developers of storestream. */
final class BenchmarkProgram {

  private BenchmarkProgram() {}

  /** Runs the benchmark and exits with its code. */
  public static void main(String[] arguments) {
    CommandRunner.main(BenchmarkCommand.spec(), arguments);
  }
}
