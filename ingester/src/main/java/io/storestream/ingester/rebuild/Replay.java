package io.storestream.ingester.rebuild;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.Progress;
import io.storestream.cli.StopSignal;
import io.storestream.ingester.topic.CommitBarrier;
import io.storestream.ingester.writer.WriteMode;
import io.storestream.kafka.TopicReader;
import io.storestream.table.DynamoDbEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The steps of a rebuild. A table that the rebuild has created itself is loaded in batches, without
 * conditions, as nothing can be newer there. In case an ingester has found the table meanwhile, the
 * end of the topic is read once more after the last batch, and with conditions. All else is written
 * with conditions.
 */
final class Replay {

  private static final Duration SAVE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration TABLE_CHECK_INTERVAL = Duration.ofSeconds(60);
  private static final Duration FOLLOW_POLL = Duration.ofMillis(100);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(30);

  private final Sources sources;
  private final TopicReader reader;
  private final Checkpoints checkpoints;
  private final DynamoDbEndpoint endpoint;
  private final RebuildSettings settings;
  private final LoadFigures figures;
  private final StopSignal stop;
  private Instant nextSave = Instant.MIN;
  private Instant nextTableCheck = Instant.now().plus(TABLE_CHECK_INTERVAL);

  Replay(
      Sources sources,
      TopicReader reader,
      Checkpoints checkpoints,
      DynamoDbEndpoint endpoint,
      RebuildSettings settings,
      LoadFigures figures,
      StopSignal stop) {
    this.sources = sources;
    this.reader = reader;
    this.checkpoints = checkpoints;
    this.endpoint = endpoint;
    this.settings = settings;
    this.figures = figures;
    this.stop = stop;
  }

  void run(Position start, Runnable onCaughtUp) {
    checkpoints.save(start);
    reader.seek(start.offsets());
    if (start.exclusive()) {
      try (TableLoad load = open(WriteMode.BATCH)) {
        replay(load, sources.topic().ends(), true);
      }
      new CommitBarrier(sources.kafka(), settings.applicationId()).await(stop);
      if (figures.misplaced() > 0) {
        // A store may be in two partitions, and the older state of it may have come last.
        reader.seek(sources.topic().starts());
      }
    }
    try (TableLoad load = open(WriteMode.CONDITIONAL)) {
      replay(load, sources.ends(), false);
      sources.requireSameTopic();
      sources.requireSameTable();
      onCaughtUp.run();
      stop.exitWith(ExitCode.OK);
      if (settings.follow()) {
        follow(load);
        finish(load);
      } else {
        checkpoints.clear();
      }
    }
  }

  private TableLoad open(WriteMode mode) {
    return new TableLoad(sources.topic(), endpoint, settings, mode, figures);
  }

  private void replay(TableLoad load, Map<TopicPartition, Long> ends, boolean exclusive) {
    long begin = sum(reader.positions());
    try (Progress progress = Progress.start("rebuilding", "records", sum(ends) - begin)) {
      while (!isDone(load, ends)) {
        if (stop.isRequested()) {
          drain(load);
          save(load, exclusive);
          throw new CommandFailedException(
              "stopped before table %s was complete: the same command goes on from here"
                  .formatted(settings.table()));
        }
        step(load, ends);
        saveIfDue(load, exclusive);
        progress.update(sum(load.done(reader.positions())) - begin);
      }
    }
    save(load, exclusive);
  }

  private void follow(TableLoad load) {
    while (!stop.isRequested()) {
      load.drain();
      if (load.isFull()) {
        load.awaitWrites();
      } else {
        reader.poll(FOLLOW_POLL).forEach(load::accept);
      }
      saveIfDue(load, false);
    }
  }

  /** Writes what the topic holds by now: whoever stops a follower relies on the table from here. */
  private void finish(TableLoad load) {
    Map<TopicPartition, Long> ends = sources.ends();
    Instant deadline = Instant.now().plus(FINISH_TIMEOUT);
    while (!isDone(load, ends)) {
      if (Instant.now().isAfter(deadline)) {
        stop.exitWith(ExitCode.FAILED);
        save(load, false);
        throw new CommandFailedException(
            "stopped, and could not write to table %s within %d s what the topic holds: run it again"
                .formatted(settings.table(), FINISH_TIMEOUT.toSeconds()));
      }
      step(load, ends);
    }
    save(load, false);
  }

  /** Takes in no more, and waits a bounded time for what is on its way. */
  private static void drain(TableLoad load) {
    Instant deadline = Instant.now().plus(DRAIN_TIMEOUT);
    while (!load.isIdle() && Instant.now().isBefore(deadline)) {
      load.awaitWrites();
    }
  }

  private boolean isDone(TableLoad load, Map<TopicPartition, Long> ends) {
    return reader.hasReached(ends) && load.isIdle();
  }

  private void step(TableLoad load, Map<TopicPartition, Long> ends) {
    load.drain();
    if (load.isFull() || reader.hasReached(ends)) {
      load.awaitWrites();
    } else {
      reader.pollTowards(ends).forEach(load::accept);
    }
  }

  private void saveIfDue(TableLoad load, boolean exclusive) {
    Instant now = Instant.now();
    if (now.isAfter(nextTableCheck)) {
      nextTableCheck = now.plus(TABLE_CHECK_INTERVAL);
      sources.requireSameTable();
    }
    if (now.isAfter(nextSave)) {
      sources.requireSameTopic();
      save(load, exclusive);
    }
  }

  private void save(TableLoad load, boolean exclusive) {
    Instant now = Instant.now();
    nextSave = now.plus(SAVE_INTERVAL);
    checkpoints.save(new Position(load.done(reader.positions()), exclusive, now));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
