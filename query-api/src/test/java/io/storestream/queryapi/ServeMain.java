package io.storestream.queryapi;

import io.storestream.cli.CommandRunner;

/** A process of its own, as signals and exit codes need one. */
final class ServeMain {

  private ServeMain() {}

  public static void main(String[] args) {
    System.exit(CommandRunner.run(new ServeCommand(), args));
  }
}
