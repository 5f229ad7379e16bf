package io.storestream.dynamodb.writer;

import io.storestream.model.Version;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What becomes of an item when its request is answered: acknowledged to its lane, given back to it,
 * or put back into the queue. Not thread-safe; {@link DynamoDbWriter} guards it.
 */
final class Settlement {

  private final WriteQueue queue;
  private final WriterMetrics metrics;
  private final WriterHealth health;
  private final InstantSource clock;

  Settlement(WriteQueue queue, WriterMetrics metrics, WriterHealth health, InstantSource clock) {
    this.queue = queue;
    this.metrics = metrics;
    this.health = health;
    this.clock = clock;
  }

  /**
   * Settles one item of a request.
   *
   * @param wasAlone whether the request held no other item, so that its refusal is about this one
   */
  void settle(WriteQueue.Slot slot, WriteOutcome outcome, boolean wasAlone) {
    PendingItem item = slot.sent();
    String key = item.write().key();
    Version version = item.write().version();
    if (outcome instanceof WriteOutcome.Written) {
      metrics.written.increment();
      metrics.endToEndLatency.record(Duration.between(item.write().acceptedAt(), clock.instant()));
      health.onSuccess();
      item.lane().acknowledge(new Acknowledgement.Written(key, version));
      queue.settle(slot, clock.instant());
    } else if (outcome instanceof WriteOutcome.Superseded it) {
      metrics.superseded.increment();
      health.onSuccess();
      item.lane().acknowledge(new Acknowledgement.Superseded(key, version, it.held()));
      queue.settle(slot, clock.instant());
    } else if (outcome instanceof WriteOutcome.Rejected it && wasAlone) {
      metrics.rejected.increment();
      health.onSuccess(); // it answers, and takes what can be taken
      item.lane().acknowledge(new Acknowledgement.Rejected(key, version, it.reason()));
      queue.settle(slot, clock.instant());
    } else if (outcome instanceof WriteOutcome.Rejected) {
      metrics.retries.increment();
      health.onSuccess();
      queue.retryAlone(slot);
    } else {
      metrics.retries.increment();
      if (outcome instanceof WriteOutcome.Throttled) {
        metrics.throttles.increment();
      } else if (outcome instanceof WriteOutcome.Unavailable it) {
        health.onFailure(it.reason());
      }
      queue.retry(slot, clock.instant());
    }
    forgetTroubleIfIdle();
  }

  /** With nothing left to write, nobody would ever find out that the trouble is over. */
  void forgetTroubleIfIdle() {
    if (queue.size() == 0) {
      health.onIdle();
    }
  }
}
