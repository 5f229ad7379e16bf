package io.storestream.ingester.writer;

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
 * Which stores wait to be written: one slot a store, so that a store is on its way at most once and
 * the newest of its states wins. Not thread-safe; {@link DynamoDbWriter} guards it.
 */
final class WriteQueue {

  /** A store that waits or is on its way. */
  static final class Slot {
    private final String storeNumber;
    private @Nullable PendingItem next;
    private @Nullable PendingItem sent;
    private Instant waitingSince = Instant.MAX;
    private Instant due = Instant.MIN;
    private int attempts;
    private boolean waiting;
    private boolean alone;

    private Slot(String storeNumber) {
      this.storeNumber = storeNumber;
    }

    /** Returns what is on its way. */
    PendingItem sent() {
      if (sent == null) {
        throw new IllegalStateException(storeNumber + " is not on its way");
      }
      return sent;
    }
  }

  private final BackoffStrategy backoff;
  private final Map<String, Slot> slots = new HashMap<>();
  private final Deque<Slot> ready = new ArrayDeque<>();
  private final Queue<Slot> delayed =
      new PriorityQueue<>(Comparator.comparing((Slot it) -> it.due));

  WriteQueue(BackoffStrategy backoff) {
    this.backoff = backoff;
  }

  /** Returns how many stores wait or are on their way. */
  int size() {
    return slots.size();
  }

  /** Returns since when the store waits that has waited longest, or {@code null}. */
  @Nullable Instant oldest() {
    return slots.values().stream()
        .map(slot -> slot.waitingSince)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  void offer(PendingItem item) {
    Slot slot = slots.computeIfAbsent(item.accepted().storeNumber(), Slot::new);
    slot.next = item;
    if (slot.waitingSince.isAfter(item.accepted().acceptedAt())) {
      slot.waitingSince = item.accepted().acceptedAt();
    }
    if (slot.sent == null && !slot.waiting) {
      makeReady(slot);
    }
  }

  /** Returns how many stores can be sent at this time. */
  int ready(Instant now) {
    for (Slot slot = delayed.peek();
        slot != null && !slot.due.isAfter(now);
        slot = delayed.peek()) {
      delayed.remove();
      ready.add(slot);
    }
    return ready.size();
  }

  /** Returns when the next store can be sent that has to wait now, or {@code null}. */
  @Nullable Instant nextDue() {
    Slot slot = delayed.peek();
    return slot == null ? null : slot.due;
  }

  /**
   * Takes stores to be sent in one request, those that have waited longest first.
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

  /** The request is answered for good: what came in for the store meanwhile is next. */
  void settle(Slot slot) {
    slot.sent = null;
    slot.attempts = 0;
    slot.alone = false;
    if (slot.next == null) {
      slots.remove(slot.storeNumber);
    } else {
      slot.waitingSince = slot.next.accepted().acceptedAt();
      makeReady(slot);
    }
  }

  /** The request has to be made again, after a while, with what is newest then. */
  void retry(Slot slot, Instant now) {
    if (putBack(slot)) {
      slot.attempts++;
      slot.due = now.plus(backoff.computeDelay(slot.attempts));
      slot.waiting = true;
      delayed.add(slot);
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

  /** Returns whether anybody still wants the store to be written. */
  private boolean putBack(Slot slot) {
    PendingItem sent = slot.sent();
    slot.sent = null;
    if (slot.next == null && !sent.lane().isClosed()) {
      slot.next = sent;
    }
    if (slot.next == null) {
      slots.remove(slot.storeNumber);
      return false;
    }
    return true;
  }

  private void makeReady(Slot slot) {
    slot.waiting = true;
    ready.add(slot);
  }
}
