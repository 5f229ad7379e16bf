package io.storestream.producer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.cli.ExitCode;
import io.storestream.cli.ListenAddress;
import io.storestream.cli.StopSignal;
import io.storestream.cli.management.ManagementServer;
import io.storestream.cli.management.ProcessMetrics;
import io.storestream.producer.watch.FolderWatch;
import io.storestream.producer.watch.WatchSettings;
import io.storestream.producer.watch.WatchedFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Watches folders until a signal, and answers health checks and scrapes meanwhile. */
final class WatchRun {

  /** Between two looks at the folders. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final PublishSettings publishing;
  private final WatchOptions options;

  WatchRun(PublishSettings publishing, WatchOptions options) {
    this.publishing = publishing;
    this.options = options;
  }

  /**
   * Publishes files until a signal.
   *
   * @param publishers creates a publisher to the topic
   * @return the exit code
   * @throws io.storestream.cli.CommandFailedException if a folder can't be watched, or the port is
   *     taken
   */
  @SuppressWarnings("try") // The metrics of the process are only held.
  int run(WatchSettings watched, Supplier<EventPublisher> publishers) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (StopSignal stop = StopSignal.install();
        ProcessMetrics process = ProcessMetrics.watch(registry);
        WatchedFilePublisher publisher = new WatchedFilePublisher(publishing, publishers);
        FolderWatch watch = FolderWatch.open(watched, publisher, registry, INTERVAL);
        ManagementServer management =
            ManagementServer.bind(options.managementHost(), options.managementPort())) {
      management.start(() -> true, watch::trouble, registry);
      System.out.printf(
          "publishing what arrives in %s to topic %s at %s; metrics at %s/metrics%n",
          watched.folders().stream()
              .map(WatchedFolder::path)
              .map(Path::toString)
              .collect(Collectors.joining(", ")),
          publishing.topic(),
          publishing.kafka().bootstrapServers(),
          ListenAddress.url("http", options.managementHost(), management.port()));
      closeAtSignal(stop, publisher);
      watch.run(stop::await);
    }
    return ExitCode.OK;
  }

  /** Ends the wait for a broker, and the reading of a large file. */
  private static void closeAtSignal(StopSignal stop, WatchedFilePublisher publisher) {
    Thread closing =
        new Thread(
            () -> {
              stop.await();
              publisher.close();
            },
            "stop-publishing");
    closing.setDaemon(true);
    closing.start();
  }
}
