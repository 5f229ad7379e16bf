package io.storestream.queryapi;

import io.storestream.cli.CommandRunner;

/** A separate process, for tests of signals and exit codes. */
final class ServeMain {

  private ServeMain() {}

  public static void main(String[] args) {
    System.exit(CommandRunner.run(new ServeCommand(), args));
  }
}
