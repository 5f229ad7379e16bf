package io.storestream.ingester.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local state of an application, which is a copy of its state in Kafka: {@code
 * STATE_DIR/CLUSTER_ID/APPLICATION_ID}. Only the start that follows a clean stop uses it: the stop
 * writes a ticket beside the state and to the {@link IdentityTopic}, and the start uses up both. A
 * directory that was copied or restored, or that belongs to other topics, has no such ticket. It is
 * deleted, and Kafka Streams restores the state. Not thread-safe.
 */
public final class LocalState implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalState.class);

  private final Path clusterDirectory;
  private final Path directory;
  private final Path ticket;
  private final FileChannel lock;

  private LocalState(Path clusterDirectory, String applicationId, FileChannel lock) {
    this.clusterDirectory = clusterDirectory;
    this.directory = clusterDirectory.resolve(applicationId);
    this.ticket = clusterDirectory.resolve(applicationId + ".ticket");
    this.lock = lock;
  }

  /**
   * Locks the local state for this instance until closed. Nothing is read or deleted yet.
   *
   * @param stateDir directory that may hold states of several clusters and applications
   * @throws CommandFailedException if the directory can't be written, or another instance uses it
   */
  public static LocalState lock(Path stateDir, String clusterId, String applicationId) {
    Path cluster = stateDir.resolve(URLEncoder.encode(clusterId, UTF_8));
    try {
      Files.createDirectories(cluster);
      FileChannel channel =
          FileChannel.open(
              cluster.resolve(applicationId + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CommandFailedException(
            "another instance of application %s uses %s for its state: give each instance a separate --state-dir"
                .formatted(applicationId, stateDir));
      }
      return new LocalState(cluster, applicationId, channel);
    } catch (IOException e) {
      throw unusable(stateDir, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // locked by this JVM
    }
  }

  /** Returns the directory for Kafka Streams, which has a subdirectory for each application. */
  public Path clusterDirectory() {
    return clusterDirectory;
  }

  /**
   * Deletes the local state and logs why, unless a clean stop left it and no start has used it
   * since. Call it before Kafka Streams is created.
   *
   * @param topics the IDs of the application's existing internal topics
   * @param inPlace whether events will be resolved in place
   * @throws CommandFailedException if Kafka does not answer, or files can't be deleted
   */
  public void prepare(IdentityTopic identity, Map<String, Uuid> topics, boolean inPlace) {
    try {
      Optional<String> left = readTicket();
      Optional<ClosedState> closed = left.flatMap(identity::takeTicket);
      Files.deleteIfExists(ticket);
      if (Files.exists(directory)) {
        Optional<String> reason = reasonToDrop(left.isPresent(), closed, topics, inPlace);
        if (reason.isPresent()) {
          log.warn(
              "Local state in {} is dropped and read back from Kafka: {}", directory, reason.get());
          delete(directory);
        }
      }
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Returns why the local state must not be used, or nothing if it may. */
  static Optional<String> reasonToDrop(
      boolean hasTicket, Optional<ClosedState> closed, Map<String, Uuid> topics, boolean inPlace) {
    if (!hasTicket) {
      return Optional.of("the instance that used it last did not stop cleanly");
    }
    if (closed.isEmpty()) {
      return Optional.of(
          "it is not from the last stop that the cluster knows of, so the directory was copied or"
              + " restored, or the cluster was");
    }
    if (closed.get().inPlace() != inPlace) {
      return Optional.of(
          "the topic of the change events has another number of partitions, so tasks have other"
              + " numbers");
    }
    return closed.get().replacedTopic(topics).map("topic %s was recreated since"::formatted);
  }

  /**
   * Lets the next start use the local state. Call it after Kafka Streams is closed.
   *
   * @param topics the IDs of the topics that the state was built from
   * @param inPlace whether events were resolved in place
   * @throws CommandFailedException if Kafka does not answer, or the ticket can't be written
   */
  public void keep(IdentityTopic identity, Map<String, Uuid> topics, boolean inPlace) {
    try {
      String issued = identity.issueTicket(ClosedState.of(topics, inPlace, Instant.now()));
      Files.writeString(ticket, issued);
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Releases the lock. Idempotent. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("Could not unlock the state in {}", directory, e);
    }
  }

  private Optional<String> readTicket() throws IOException {
    try {
      return Optional.of(Files.readString(ticket).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static CommandFailedException unusable(Path directory, IOException e) {
    return new CommandFailedException(
        "can't use %s for state (--state-dir): %s; can it be written?".formatted(directory, e), e);
  }
}
