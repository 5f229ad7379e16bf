package io.storestream.testing.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.storestream.testing.workload.ChangeKind.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An endless series of changes to stores, each {@link ChangeKind} by its weight. The same seed
 * gives the same changes on every Java platform.
 *
 * <p>All changes have to be published, in this order. Their times begin at {@link #START} and
 * advance by at most {@link #MAX_STEP_MS} per change, so it takes hundreds of millions of changes
 * to reach the present. The records have these timestamps too: a topic that deletes by age would
 * lose them.
 *
 * <p>Takes a few kilobytes of memory for each store. Not thread-safe.
 */
public final class Workload {

  /** All changes except stale ones are later than this. */
  static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  /** The longest step between two changes; a step is at least one millisecond. */
  static final int MAX_STEP_MS = 1000;

  /**
   * The largest age of a stale change relative to the store's newest; often it is one nanosecond.
   */
  static final Duration MAX_STALENESS = Duration.ofDays(1);

  private static final int NANOS_PER_MILLI = 1_000_000;

  private static final List<String> UNPARSABLE =
      List.of(
          "no event",
          "[]",
          "{\"type\":\"DELETE\",",
          "{\"type\":\"CLOSE\",\"storeNumber\":\"1\"}",
          "{\"type\":\"DELETE\",\"storeNumber\":\" \"}",
          "{\"type\":\"DELETE\",\"storeNumber\":\"1\",\"updatedAt\":\"yesterday\"}",
          "{\"type\":\"UPSERT\",\"storeNumber\":\"1\"}",
          "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"city\":\"Omaha\"}}",
          "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":1}}",
          "{\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"store\":{\"country\":\"U\\u0000S\"}}");

  /** One in this many stores has a number that is hard on encodings. */
  private static final int ODD_NUMBERS = 10;

  private final int stores;
  private final Random random;
  private final StoreContents contents;
  private final Map<String, Newest> newest = new HashMap<>();
  private final Map<ChangeKind, Long> generated = new EnumMap<>(ChangeKind.class);
  private long clockMs = START.toEpochMilli();

  /**
   * The newest state of a store.
   *
   * @param content content of the store, or its last content before it was deleted, if any
   */
  private record Newest(
      Change change, Instant time, Presence presence, @Nullable ObjectNode content) {

    /**
     * The state of a store without changes. Kinds that use the previous change or its time do not
     * apply.
     */
    static final Newest NONE =
        new Newest(new Change("", null, 0), Instant.EPOCH, Presence.UNKNOWN, null);
  }

  /**
   * @param stores number of different stores, at least one
   */
  public Workload(long seed, int stores) {
    this.stores = stores;
    // This is the only generator of the JDK whose every number is specified.
    random = new Random(seed);
    contents = new StoreContents(random);
    for (ChangeKind kind : ChangeKind.values()) {
      generated.put(kind, 0L);
    }
  }

  /** Returns the next change. */
  public Change next() {
    clockMs += 1 + random.nextInt(MAX_STEP_MS);
    String storeNumber = storeNumber(random.nextInt(1 + random.nextInt(stores)));
    Newest before = newest.getOrDefault(storeNumber, Newest.NONE);
    ChangeKind kind = drawKind(before.presence());
    generated.merge(kind, 1L, Long::sum);
    return change(kind, storeNumber, before);
  }

  /** Returns the number of changes of every kind. */
  Map<ChangeKind, Long> generated() {
    return Collections.unmodifiableMap(generated);
  }

  private Change change(ChangeKind kind, String storeNumber, Newest before) {
    return switch (kind) {
      case NEW_CONTENT -> open(storeNumber, clock(), contents.next());
      case REPEATED_EVENT -> before.change();
      case REPEATED_CONTENT ->
          before.presence() == Presence.OPEN
              ? open(storeNumber, clock(), respelled(former(before)))
              : close(storeNumber, clock());
      case STALE -> random.nextInt(4) == 0 ? lateDelete(before) : lateUpsert(before);
      case REVISION -> differ(storeNumber, before, before.time());
      case MOMENT_LATER ->
          differ(
              storeNumber, before, before.time().plusNanos(1 + nanosWithin(NANOS_PER_MILLI - 1)));
      case DELETE -> close(storeNumber, clock());
      case NULL_VALUE ->
          remember(
              new Change(storeNumber, null, clockMs),
              Instant.ofEpochMilli(clockMs),
              Presence.DELETED,
              null);
      case REOPENING ->
          open(storeNumber, clock(), random.nextBoolean() ? former(before) : contents.next());
      case LATE_UPSERT -> lateUpsert(before);
      case UNDATED -> {
        ObjectNode content = contents.next();
        Change change = Change.upsert(storeNumber, null, content, clockMs);
        yield remember(change, Instant.ofEpochMilli(clockMs), Presence.OPEN, content);
      }
      case UNPARSABLE ->
          new Change(storeNumber, UNPARSABLE.get(random.nextInt(UNPARSABLE.size())), clockMs);
    };
  }

  /** Returns a change to content that the store does not have. */
  private Change differ(String storeNumber, Newest before, Instant time) {
    return before.presence() == Presence.OPEN && random.nextInt(4) == 0
        ? close(storeNumber, time)
        : open(storeNumber, time, contents.next());
  }

  private Change open(String storeNumber, Instant time, ObjectNode content) {
    Change change = Change.upsert(storeNumber, time, content, clockMs);
    return remember(change, time, Presence.OPEN, content);
  }

  private Change close(String storeNumber, Instant time) {
    Change change = Change.delete(storeNumber, time, clockMs);
    return remember(change, time, Presence.DELETED, null);
  }

  private Change lateUpsert(Newest before) {
    return Change.upsert(before.change().key(), earlier(before), contents.next(), clockMs);
  }

  private Change lateDelete(Newest before) {
    return Change.delete(before.change().key(), earlier(before), clockMs);
  }

  private Change remember(
      Change change, Instant time, Presence presence, @Nullable ObjectNode content) {
    ObjectNode former = newest.getOrDefault(change.key(), Newest.NONE).content();
    newest.put(
        change.key(), new Newest(change, time, presence, content == null ? former : content));
    return change;
  }

  /**
   * Returns an earlier time: one nanosecond, within the same millisecond, or between two events of
   * the same content.
   */
  private Instant earlier(Newest before) {
    Instant justBefore = before.time().minusNanos(1);
    return switch (random.nextInt(4)) {
      case 0 -> justBefore;
      case 1 -> justBefore.minusNanos(nanosWithin(NANOS_PER_MILLI));
      default -> justBefore.minusMillis(random.nextInt((int) MAX_STALENESS.toMillis()));
    };
  }

  /** Returns the current time of the workload, sometimes with more than milliseconds. */
  private Instant clock() {
    return Instant.ofEpochMilli(clockMs)
        .plusNanos(random.nextInt(4) == 0 ? nanosWithin(NANOS_PER_MILLI) : 0);
  }

  /** Returns a number of nanoseconds below a limit, often whole microseconds. */
  private int nanosWithin(int limit) {
    int nanos = random.nextInt(limit);
    return random.nextBoolean() ? nanos : nanos - nanos % 1000;
  }

  private ObjectNode former(Newest before) {
    return Objects.requireNonNullElseGet(before.content(), contents::next);
  }

  /** Returns the same content in another spelling, with an unknown field. */
  private static ObjectNode respelled(ObjectNode content) {
    ObjectNode copy = content.deepCopy();
    copy.putObject("features").put("driveThrough", true);
    return copy;
  }

  private ChangeKind drawKind(Presence presence) {
    List<ChangeKind> kinds =
        Arrays.stream(ChangeKind.values()).filter(kind -> kind.appliesTo(presence)).toList();
    int ticket = random.nextInt(kinds.stream().mapToInt(ChangeKind::weight).sum());
    int drawn = 0;
    while (ticket >= kinds.get(drawn).weight()) {
      ticket -= kinds.get(drawn).weight();
      drawn++;
    }
    return kinds.get(drawn);
  }

  private static String storeNumber(int ordinal) {
    return ordinal % ODD_NUMBERS == 0 ? "№ " + ordinal + "#ü%" : "2651-" + ordinal;
  }
}
