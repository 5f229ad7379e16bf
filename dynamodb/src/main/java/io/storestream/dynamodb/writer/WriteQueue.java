package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * The items to be written: one slot per key, so that an item is in flight at most once and its
 * newest version is sent. Items can linger before they are sent, so that further changes of the
 * same item cost no further writes. Not thread-safe; {@link DynamoDbWriter} guards it.
 */
final class WriteQueue {

  /**
   * First and longest delay of the full-jitter backoff (AWS Architecture Blog, M. Brooker, 2015).
   */
  static final BackoffStrategy FULL_JITTER =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(10));

  /** A write, and the session that submitted it. */
  record Entry(WriterSession session, ItemWrite write) {}

  /** An item that waits or is in flight. */
  static final class Slot {
    private final String key;
    private @Nullable Entry next;
    private @Nullable Entry sent;
    private Instant waitingSince = Instant.MAX;
    private Instant due = Instant.MIN;
    private int attempts;
    private boolean waiting;
    private boolean alone;
    private boolean insert;

    private Slot(String key, boolean insert) {
      this.key = key;
      this.insert = insert;
    }

    /** Returns what to send. */
    WriteOperation.Attempt attempt() {
      return new WriteOperation.Attempt(sent().write(), insert);
    }

    /** Returns the entry in flight. */
    Entry sent() {
      if (sent == null) {
        throw new IllegalStateException(key + " is not in flight");
      }
      return sent;
    }
  }

  private final BackoffStrategy backoff;
  private final Duration linger;
  private final Map<String, Slot> slots = new HashMap<>();
  private final Deque<Slot> ready = new ArrayDeque<>();
  private final Queue<Slot> delayed =
      new PriorityQueue<>(Comparator.comparing((Slot it) -> it.due));

  /**
   * @param linger how long an item waits for further changes before it is sent; zero for not at all
   */
  WriteQueue(BackoffStrategy backoff, Duration linger) {
    this.backoff = backoff;
    this.linger = linger;
  }

  /** Returns how many items wait or are in flight. */
  int size() {
    return slots.size();
  }

  /** Returns how long the oldest item has waited; zero if none waits. */
  Duration age(Instant now) {
    return slots.values().stream()
        .map(slot -> slot.waitingSince)
        .min(Comparator.naturalOrder())
        .filter(oldest -> oldest.isBefore(now))
        .map(oldest -> Duration.between(oldest, now))
        .orElse(Duration.ZERO);
  }

  void offer(Entry item, Instant now) {
    Slot slot =
        slots.computeIfAbsent(item.write().key(), key -> new Slot(key, item.write().isNew()));
    slot.next = item;
    if (slot.waitingSince.isAfter(item.write().acceptedAt())) {
      slot.waitingSince = item.write().acceptedAt();
    }
    if (slot.sent == null && !slot.waiting) {
      letLinger(slot, now);
    }
  }

  /** Lets the items be sent that are due at this time. */
  void makeReady(Instant now) {
    for (Slot slot = delayed.peek();
        slot != null && !slot.due.isAfter(now);
        slot = delayed.peek()) {
      delayed.remove();
      ready.add(slot);
    }
  }

  /** Returns how many items can be sent. */
  int ready() {
    return ready.size();
  }

  /** Returns when the next delayed item is due, or {@code null}. */
  @Nullable Instant nextDue() {
    Slot slot = delayed.peek();
    return slot == null ? null : slot.due;
  }

  /**
   * Takes items to be sent in one request, those that have waited longest first.
   *
   * @return at most {@code maxItems}, and none only if none is {@link #ready}
   */
  List<Slot> take(int maxItems) {
    List<Slot> taken = new ArrayList<>();
    while (taken.size() < maxItems && !ready.isEmpty()) {
      Slot slot = ready.remove();
      if (slot.alone && !taken.isEmpty()) {
        ready.addFirst(slot);
        break;
      } else {
        slot.waiting = false;
        slot.sent = slot.next;
        slot.next = null;
        taken.add(slot);
        if (slot.alone) {
          break;
        }
      }
    }
    return taken;
  }

  /**
   * The result is final: an entry that was offered meanwhile is next.
   *
   * @param exists whether the table has the item now
   */
  void complete(Slot slot, boolean exists, Instant now) {
    slot.sent = null;
    slot.insert &= !exists;
    slot.attempts = 0;
    slot.alone = false;
    if (slot.next == null) {
      slots.remove(slot.key);
    } else {
      slot.waitingSince = slot.next.write().acceptedAt();
      letLinger(slot, now);
    }
  }

  /** The item is sent again after a backoff, in its newest version. */
  void retry(Slot slot, Instant now) {
    if (putBack(slot)) {
      slot.attempts++;
      delay(slot, now.plus(backoff.computeDelay(slot.attempts)));
    }
  }

  /**
   * The item is sent again at once by the other statement. If that fails too, another program
   * creates and deletes the item meanwhile, and a backoff follows.
   *
   * @param insert whether the table has no such item
   */
  void retryAs(boolean insert, Slot slot, Instant now) {
    slot.insert = insert;
    if (slot.attempts > 0) {
      retry(slot, now);
    } else if (putBack(slot)) {
      slot.attempts++;
      makeReady(slot);
    }
  }

  /** The item is sent again in a request without others, which shows whether it is at fault. */
  void retryAlone(Slot slot) {
    if (putBack(slot)) {
      slot.alone = true;
      makeReady(slot);
    }
  }

  /** Drops the waiting entries of a session; those in flight stay until they are answered. */
  void forget(WriterSession session) {
    for (Slot slot : slots.values()) {
      if (slot.next != null && slot.next.session() == session) {
        slot.next = null;
      }
    }
    ready.removeIf(this::isEmptied);
    delayed.removeIf(this::isEmptied);
    slots.values().removeIf(slot -> slot.next == null && slot.sent == null);
  }

  private boolean isEmptied(Slot slot) {
    return slot.next == null;
  }

  /** Returns whether an open session still wants the item to be written. */
  private boolean putBack(Slot slot) {
    Entry sent = slot.sent();
    slot.sent = null;
    if (slot.next == null && !sent.session().isClosed()) {
      slot.next = sent;
    }
    if (slot.next == null) {
      slots.remove(slot.key);
      return false;
    }
    return true;
  }

  private void letLinger(Slot slot, Instant now) {
    if (linger.isZero()) {
      makeReady(slot);
    } else {
      delay(slot, now.plus(linger));
    }
  }

  private void delay(Slot slot, Instant due) {
    slot.due = due;
    slot.waiting = true;
    delayed.add(slot);
  }

  private void makeReady(Slot slot) {
    slot.waiting = true;
    ready.add(slot);
  }
}
