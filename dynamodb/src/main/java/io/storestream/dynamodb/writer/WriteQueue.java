package io.storestream.dynamodb.writer;

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
 * Which items wait to be written: one slot a key, so that an item is on its way at most once and
 * the newest of its versions wins. All may have to linger for a while first, so that further
 * changes of the same item cost no further writes. Not thread-safe; {@link DynamoDbWriter} guards
 * it.
 */
final class WriteQueue {

  /** An item that waits or is on its way. */
  static final class Slot {
    private final String key;
    private @Nullable PendingItem next;
    private @Nullable PendingItem sent;
    private Instant waitingSince = Instant.MAX;
    private Instant due = Instant.MIN;
    private int attempts;
    private boolean waiting;
    private boolean alone;

    private Slot(String key) {
      this.key = key;
    }

    /** Returns what is on its way. */
    PendingItem sent() {
      if (sent == null) {
        throw new IllegalStateException(key + " is not on its way");
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

  /** Returns how many items wait or are on their way. */
  int size() {
    return slots.size();
  }

  /** Returns since when the item waits that has waited longest, or {@code null}. */
  @Nullable Instant oldest() {
    return slots.values().stream()
        .map(slot -> slot.waitingSince)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  void offer(PendingItem item, Instant now) {
    Slot slot = slots.computeIfAbsent(item.write().key(), Slot::new);
    slot.next = item;
    if (slot.waitingSince.isAfter(item.write().acceptedAt())) {
      slot.waitingSince = item.write().acceptedAt();
    }
    if (slot.sent == null && !slot.waiting) {
      letLinger(slot, now);
    }
  }

  /** Returns how many items can be sent at this time. */
  int ready(Instant now) {
    for (Slot slot = delayed.peek();
        slot != null && !slot.due.isAfter(now);
        slot = delayed.peek()) {
      delayed.remove();
      ready.add(slot);
    }
    return ready.size();
  }

  /** Returns when the next item can be sent that has to wait now, or {@code null}. */
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

  /** The request is answered for good: what came in for the item meanwhile is next. */
  void settle(Slot slot, Instant now) {
    slot.sent = null;
    slot.attempts = 0;
    slot.alone = false;
    if (slot.next == null) {
      slots.remove(slot.key);
    } else {
      slot.waitingSince = slot.next.write().acceptedAt();
      letLinger(slot, now);
    }
  }

  /** The request has to be made again, after a while, with what is newest then. */
  void retry(Slot slot, Instant now) {
    if (putBack(slot)) {
      slot.attempts++;
      delay(slot, now.plus(backoff.computeDelay(slot.attempts)));
    }
  }

  /** The request has to be made again without others, to see which of them is at fault. */
  void retryAlone(Slot slot) {
    if (putBack(slot)) {
      slot.alone = true;
      makeReady(slot);
    }
  }

  /** Drops what waits for a lane; what is on its way stays until it is answered. */
  void forget(WriteLane lane) {
    for (Slot slot : slots.values()) {
      if (slot.next != null && slot.next.lane() == lane) {
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

  /** Returns whether anybody still wants the item to be written. */
  private boolean putBack(Slot slot) {
    PendingItem sent = slot.sent();
    slot.sent = null;
    if (slot.next == null && !sent.lane().isClosed()) {
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
