package io.storestream.maintenance.verify;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.StopSignal;
import io.storestream.kafka.CommitBarrier;
import io.storestream.kafka.record.InvalidRecordException;
import io.storestream.kafka.record.StoreRecords;
import io.storestream.maintenance.verify.counts.ExpectedCounts;
import io.storestream.maintenance.verify.state.ItemState;
import io.storestream.maintenance.verify.state.Sides;
import io.storestream.maintenance.verify.state.SidesByStore;
import io.storestream.maintenance.verify.state.Suspect;
import io.storestream.maintenance.verify.state.TopicSide;
import io.storestream.maintenance.verify.state.TopicState;
import io.storestream.maintenance.verify.state.UnreadableRecords;
import io.storestream.maintenance.verify.table.Batches;
import io.storestream.maintenance.verify.table.ItemReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks again at what does not match, until each difference is one that no running ingester
 * explains. For one thread.
 *
 * <p>An item may be ahead of what was read of the topic. So items are read first, consistently;
 * then the topic is awaited to have all that the ingester had sent by then, and is read on. And an
 * item may be behind, while its change is in the ingester's outbox. So it is wrong only if the
 * change had been accepted a while before the item was read, {@link #SETTLE} by default; else it is
 * read again. A store that changes all the time is right if the item is what the topic said within
 * that time.
 */
final class Recheck {

  private static final Logger log = LoggerFactory.getLogger(TableVerification.class);

  /** How long a change may be on its way from the topic to the table, if nobody says otherwise. */
  static final Duration SETTLE = Duration.ofSeconds(30);

  /** What has not settled so long after the first look is reported as it is. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Grows to the time to settle: a write that takes longer than a pause would never be seen. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final TopicSide topic;
  private final ItemReader items;
  private final CommitBarrier barrier;
  private final ExpectedCounts counts;
  private final UnreadableRecords unreadable;
  private final StopSignal stop;
  private final Duration settle;

  /**
   * @param counts follows all that is read of the topic
   * @param settle how long a change may be on its way from the topic to the table
   */
  Recheck(
      TopicSide topic,
      ItemReader items,
      CommitBarrier barrier,
      ExpectedCounts counts,
      UnreadableRecords unreadable,
      StopSignal stop,
      Duration settle) {
    this.topic = topic;
    this.items = items;
    this.barrier = barrier;
    this.counts = counts;
    this.unreadable = unreadable;
    this.stop = stop;
    this.settle = settle;
  }

  /**
   * Returns when only stores that do differ are suspects.
   *
   * @param sides what topic and table were seen to say; the topic is read on from there
   * @throws CommandFailedException if the topic or the table can't be read, or if stopped
   */
  void run(SidesByStore sides) {
    Instant begin = Instant.now();
    sides.forEach((number, it) -> it.suspect(it.difference(begin).isPresent()));
    Map<String, Sides> open = lookAtAll(sides);
    if (!open.isEmpty()) {
      log.info(
          "{} stores differ that have changed in the last {} s: looking again until they have settled",
          open.size(),
          settle.toSeconds());
    }
    Instant deadline = Instant.now().plus(LIMIT);
    Duration pause = FIRST_PAUSE;
    while (!open.isEmpty() && Instant.now().isBefore(deadline)) {
      if (stop.await(pause)) {
        throw new CommandFailedException("stopped while looking again at what differs");
      }
      pause = pause.compareTo(settle.dividedBy(2)) > 0 ? settle : pause.multipliedBy(2);
      open = lookAgain(open);
    }
  }

  /** Returns those that may still settle. */
  private Map<String, Sides> lookAtAll(SidesByStore sides) {
    Instant readAt = Instant.now();
    Batches<Suspect> batches = new Batches<>(ItemReader.BATCH, this::readItems);
    sides.forEachSuspect((number, it) -> batches.add(Suspect.of(number, it)));
    batches.flush();
    readTopicOn(sides::suspect, readAt);
    Map<String, Sides> open = new HashMap<>();
    sides.forEachSuspect((number, it) -> judge(Suspect.of(number, it), readAt, open));
    return open;
  }

  private Map<String, Sides> lookAgain(Map<String, Sides> open) {
    Instant readAt = Instant.now();
    Batches<Suspect> batches = new Batches<>(ItemReader.BATCH, this::readItems);
    open.forEach((number, it) -> batches.add(new Suspect(number, it)));
    batches.flush();
    readTopicOn(number -> open.get(new String(number, StandardCharsets.UTF_8)), readAt);
    Map<String, Sides> stillOpen = new HashMap<>();
    open.forEach((number, it) -> judge(new Suspect(number, it), readAt, stillOpen));
    return stillOpen;
  }

  private void readItems(List<Suspect> suspects) {
    Map<String, Map<String, AttributeValue>> found =
        items.read(suspects.stream().map(Suspect::storeNumber).toList());
    for (Suspect suspect : suspects) {
      Map<String, AttributeValue> item = found.get(suspect.storeNumber());
      suspect.sides().sawItem(item == null ? null : ItemState.of(item));
    }
  }

  /** Records of other stores only count: those were right when they were read. */
  private void readTopicOn(Function<byte[], @Nullable Sides> suspects, Instant readAt) {
    barrier.await(stop);
    topic.readOn(
        record -> {
          counts.follow(record);
          Sides suspect = record.key() == null ? null : suspects.apply(record.key());
          if (suspect != null && suspect.isSuspect()) {
            apply(record, suspect, readAt);
          }
        });
  }

  private void apply(ConsumerRecord<byte[], byte[]> record, Sides suspect, Instant readAt) {
    try {
      TopicState state = TopicState.of(StoreRecords.decode(record));
      if (suspect.isEqual()
          && suspect.isOvertakenBy(state)
          && mayBeOnItsWay(state.acceptedAt(), readAt)) {
        suspect.suspect(false); // what was read was right
      } else {
        suspect.sawRecord(state);
      }
    } catch (InvalidRecordException e) {
      unreadable.add(e);
      suspect.sawUnreadableRecord();
    }
  }

  private void judge(Suspect suspect, Instant readAt, Map<String, Sides> open) {
    Sides sides = suspect.sides();
    if (sides.isSuspect() && sides.difference(readAt).isEmpty()) {
      sides.suspect(false);
    }
    if (sides.isSuspect() && sides.isInTopic() && mayBeOnItsWay(sides.acceptedAt(), readAt)) {
      open.put(suspect.storeNumber(), sides);
    }
  }

  private boolean mayBeOnItsWay(Instant acceptedAt, Instant readAt) {
    return acceptedAt.isAfter(readAt.minus(settle));
  }
}
