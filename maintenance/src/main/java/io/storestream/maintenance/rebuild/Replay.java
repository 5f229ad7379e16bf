package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.kafka.TopicReader;
import io.storestream.maintenance.rebuild.Checkpoint.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a rebuild: the topics are read up to their ends, and then followed if asked. Writes
 * have conditions, so it does not matter in which order the states of a store come, and whether an
 * ingester writes the same tables.
 */
final class Replay {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  private static final Duration SAVE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration FOLLOW_POLL = Duration.ofMillis(100);
  private static final Duration FOLLOW_LOG_INTERVAL = Duration.ofMinutes(1);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

  private final Sources sources;
  private final TopicReader reader;
  private final Checkpoints checkpoints;
  private final DynamoDbEndpoint endpoint;
  private final RebuildSettings settings;
  private final StopSignal stop;
  private final RebuildFigures figures = RebuildFigures.create();
  private Stage stage = Stage.LOADING;
  private Instant nextSave = Instant.MIN;

  Replay(
      Sources sources,
      TopicReader reader,
      Checkpoints checkpoints,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      StopSignal stop) {
    this.sources = sources;
    this.reader = reader;
    this.checkpoints = checkpoints;
    this.endpoint = endpoint;
    this.settings = settings;
    this.stop = stop;
  }

  /** Returns what has become of the records so far. */
  RebuildFigures figures() {
    return figures;
  }

  void run(Checkpoint start, Runnable onCaughtUp) {
    checkpoints.save(start);
    Map<TopicPartition, Long> offsets = new HashMap<>(start.offsets());
    offsets.putAll(sources.countStarts());
    reader.seek(offsets);
    try (TableLoads loads = new TableLoads(sources, endpoint, settings, figures)) {
      replay(loads, sources.ends());
      sources.requireSameTopics();
      sources.requireSameTables();
      stage = settings.follow() ? Stage.FOLLOWING : Stage.FINISHED;
      save(loads);
      onCaughtUp.run();
      if (settings.follow()) {
        follow(loads);
        finish(loads);
      }
    }
  }

  private void replay(TableLoads loads, Map<TopicPartition, Long> ends) {
    long begin = sum(reader.positions());
    try (Progress progress = Progress.start("rebuilding", "records", sum(ends) - begin)) {
      while (!isDone(loads, ends)) {
        if (stop.isRequested()) {
          drain(loads);
          save(loads);
          throw new CommandFailedException(
              "stopped before table %s was complete: the same command goes on from here"
                  .formatted(settings.table()));
        }
        step(loads, ends);
        saveIfDue(loads);
        progress.update(sum(loads.done(reader.positions())) - begin);
      }
    }
    save(loads);
  }

  private void follow(TableLoads loads) {
    FollowLog followed =
        new FollowLog(settings.table(), figures, FOLLOW_LOG_INTERVAL, InstantSource.system());
    while (!stop.isRequested()) {
      loads.drain();
      if (loads.isFull()) {
        loads.awaitWrites();
      } else {
        reader.poll(FOLLOW_POLL).forEach(loads::accept);
      }
      saveWhileFollowing(loads);
      followed.logIfDue();
    }
  }

  /** A follower outlasts a broker or a table that does not answer for a while. */
  private void saveWhileFollowing(TableLoads loads) {
    try {
      saveIfDue(loads);
    } catch (Sources.LostException e) {
      throw e;
    } catch (CommandFailedException e) {
      nextSave = Instant.now().plus(SAVE_INTERVAL);
      log.warn(
          "Can't save how far table {} follows, trying again: {}",
          settings.table(),
          e.getMessage());
    }
  }

  /**
   * Writes what the topic holds by now: a user that stops a follower relies on the table from here.
   */
  private void finish(TableLoads loads) {
    Map<TopicPartition, Long> ends = sources.ends();
    Instant deadline = Instant.now().plus(FINISH_TIMEOUT);
    while (!isDone(loads, ends)) {
      if (Instant.now().isAfter(deadline)) {
        save(loads);
        throw new CommandFailedException(
            "stopped, and could not write to table %s within %d s what the topic holds: run it again"
                .formatted(settings.table(), FINISH_TIMEOUT.toSeconds()));
      }
      step(loads, ends);
    }
    save(loads);
  }

  /** Reads no more, and waits a bounded time for the writes in flight. */
  private static void drain(TableLoads loads) {
    Instant deadline = Instant.now().plus(DRAIN_TIMEOUT);
    while (!loads.isIdle() && Instant.now().isBefore(deadline)) {
      loads.awaitWrites();
    }
  }

  private boolean isDone(TableLoads loads, Map<TopicPartition, Long> ends) {
    return reader.hasReached(ends) && loads.isIdle();
  }

  private void step(TableLoads loads, Map<TopicPartition, Long> ends) {
    loads.drain();
    if (loads.isFull() || reader.hasReached(ends)) {
      loads.awaitWrites();
    } else {
      reader.pollTowards(ends).forEach(loads::accept);
    }
  }

  private void saveIfDue(TableLoads loads) {
    sources.requireSameTablesIfDue();
    if (Instant.now().isAfter(nextSave)) {
      sources.requireSameTopics();
      save(loads);
    }
  }

  private void save(TableLoads loads) {
    Instant now = Instant.now();
    nextSave = now.plus(SAVE_INTERVAL);
    checkpoints.save(new Checkpoint(loads.done(reader.positions()), stage, now));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
