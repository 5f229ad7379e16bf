package io.storestream.maintenance.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.writer.WriteMode;
import io.storestream.kafka.CommitBarrier;
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
 * The steps of a rebuild. A table that the rebuild has created itself is loaded in batches, without
 * conditions, as nothing can be newer there; but not while {@link UnresolvedEvents} exist. In case
 * an ingester has found the table meanwhile, the end of the topic is read once more after the last
 * batch, and with conditions. Counts are in their topic only some time after they are in the table,
 * so theirs is loaded in batches only while no ingester runs. All else is written with conditions.
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
  private final UnresolvedEvents unresolved;
  private final DynamoDbEndpoint endpoint;
  private final RebuildSettings settings;
  private final StopSignal stop;
  private final RebuildFigures figures = RebuildFigures.create();
  private boolean misplacedBefore;
  private Stage stage = Stage.LOADING;
  private Instant nextSave = Instant.MIN;

  Replay(
      Sources sources,
      TopicReader reader,
      Checkpoints checkpoints,
      UnresolvedEvents unresolved,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      StopSignal stop) {
    this.sources = sources;
    this.reader = reader;
    this.checkpoints = checkpoints;
    this.unresolved = unresolved;
    this.endpoint = endpoint;
    this.settings = settings;
    this.stop = stop;
  }

  /** Returns what has become of the records so far. */
  RebuildFigures figures() {
    return figures;
  }

  void run(Checkpoint start, Runnable onCaughtUp) {
    misplacedBefore = start.misplaced();
    checkpoints.save(start);
    Map<TopicPartition, Long> countStarts = sources.countStarts();
    reader.seek(start.offsets());
    if (start.exclusive()) {
      boolean alone = isAlone();
      if (alone) {
        seekToo(countStarts);
      }
      try (TableLoads loads =
          open(WriteMode.BATCH, alone ? WriteMode.BATCH : WriteMode.CONDITIONAL)) {
        replay(loads, alone ? sources.ends() : sources.topic().ends(), true);
      }
      if (alone) {
        countStarts = countsLeft(countStarts);
      }
      new CommitBarrier(sources.kafka(), settings.applicationId()).await(stop);
      if (isMisplaced() || unresolved.exist()) {
        // A store may be in two partitions, or a replay has begun, and the older state of it may
        // have come last.
        reader.seek(sources.topic().starts());
      }
    }
    seekToo(countStarts);
    try (TableLoads loads = open(WriteMode.CONDITIONAL, WriteMode.CONDITIONAL)) {
      replay(loads, sources.ends(), false);
      sources.requireSameTopics();
      sources.requireSameTables();
      stage = settings.follow() ? Stage.FOLLOWING : Stage.FINISHED;
      save(loads, false);
      onCaughtUp.run();
      if (settings.follow()) {
        follow(loads);
        finish(loads);
      }
    }
  }

  /** Returns whether no ingester can be writing to the table of counts. */
  private boolean isAlone() {
    return sources.isCountsTableNew() && !sources.kafka().hasMembers(settings.applicationId());
  }

  /** Returns from where on counts are still to be written after all were, in batches. */
  private Map<TopicPartition, Long> countsLeft(Map<TopicPartition, Long> starts) {
    if (sources.kafka().hasMembers(settings.applicationId())) {
      log.warn(
          "Application {} was started while the table of counts was loaded, and may have written"
              + " counts that were newer: run `./stores verify --table {} --repair` afterwards",
          settings.applicationId(),
          settings.table());
      return starts;
    }
    if (figures.counts().misplaced() > 0) {
      // A location may be in two partitions, and the older count of it may have come last.
      return starts;
    }
    Map<TopicPartition, Long> left = new HashMap<>(reader.positions());
    left.keySet().retainAll(starts.keySet());
    return left;
  }

  private void seekToo(Map<TopicPartition, Long> further) {
    Map<TopicPartition, Long> offsets = new HashMap<>(reader.positions());
    offsets.putAll(further);
    reader.seek(offsets);
  }

  private TableLoads open(WriteMode stores, WriteMode counts) {
    return new TableLoads(sources, endpoint, settings, stores, counts, figures);
  }

  private void replay(TableLoads loads, Map<TopicPartition, Long> ends, boolean exclusive) {
    long begin = sum(reader.positions());
    try (Progress progress = Progress.start("rebuilding", "records", sum(ends) - begin)) {
      while (!isDone(loads, ends)) {
        if (stop.isRequested()) {
          drain(loads);
          save(loads, exclusive);
          throw new CommandFailedException(
              "stopped before table %s was complete: the same command goes on from here"
                  .formatted(settings.table()));
        }
        step(loads, ends);
        saveIfDue(loads, exclusive);
        progress.update(sum(loads.done(reader.positions())) - begin);
      }
    }
    save(loads, exclusive);
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
      saveIfDue(loads, false);
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
        save(loads, false);
        throw new CommandFailedException(
            "stopped, and could not write to table %s within %d s what the topic holds: run it again"
                .formatted(settings.table(), FINISH_TIMEOUT.toSeconds()));
      }
      step(loads, ends);
    }
    save(loads, false);
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

  private boolean isMisplaced() {
    return misplacedBefore || figures.stores().misplaced() > 0;
  }

  private void saveIfDue(TableLoads loads, boolean exclusive) {
    sources.requireSameTablesIfDue();
    if (Instant.now().isAfter(nextSave)) {
      sources.requireSameTopics();
      save(loads, exclusive);
    }
  }

  private void save(TableLoads loads, boolean exclusive) {
    Instant now = Instant.now();
    nextSave = now.plus(SAVE_INTERVAL);
    checkpoints.save(
        new Checkpoint(loads.done(reader.positions()), stage, exclusive, isMisplaced(), now));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
