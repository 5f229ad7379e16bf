package io.storestream.producer;

import io.storestream.cli.option.PortConverter;
import io.storestream.producer.watch.FileOrder;
import io.storestream.producer.watch.WatchSettings;
import io.storestream.producer.watch.WatchedFolder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Command-line options that say which folders are watched and how; a picocli mixin. */
final class WatchOptions {

  @Option(
      names = "--watch",
      paramLabel = "DIR[=PLACE]",
      split = ";",
      description =
          "Instead of files: publish what arrives in this folder, each file once, and move it to"
              + " done or failed in the folder, until stopped. A place is the --scope of its files,"
              + " such as incoming/ne=country=US,state=NE. May be there several times; in the"
              + " variable, separate folders by semicolons.")
  private String[] folders = {};

  @Option(
      names = "--watch-order",
      paramLabel = "ORDER",
      description = "Take the files of a watched folder in the order of their name or time.")
  private FileOrder order = FileOrder.NAME;

  @Option(
      names = "--quiet-time",
      paramLabel = "DURATION",
      description =
          "A file in a watched folder is complete once its size and time have not changed for this"
              + " long; PT0S if files are always renamed into the folder.")
  private Duration quietTime = WatchSettings.DEFAULT_QUIET_TIME;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description =
          "With --watch, port of health (/health/live, /health/ready) and metrics (/metrics); 0"
              + " takes a free port.")
  private int managementPort = 8082;

  @Option(
      names = "--management-host",
      paramLabel = "HOST",
      description = "Address that health and metrics listen on; 0.0.0.0 for all addresses.")
  private String managementHost = "127.0.0.1";

  /** Returns whether folders are to be watched. */
  boolean isUsed() {
    return !named().isEmpty();
  }

  /**
   * Returns what to watch.
   *
   * @throws IllegalArgumentException if an option is invalid
   */
  WatchSettings toWatchSettings() {
    return new WatchSettings(WatchedFolder.parse(named()), order, quietTime);
  }

  private List<String> named() {
    return Arrays.stream(folders).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  int managementPort() {
    return managementPort;
  }

  String managementHost() {
    return managementHost;
  }
}
