package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Handles the results of a request: acknowledges each final one to its session, puts each other
 * item back into the queue, and adapts the limit of requests in flight. Not thread-safe; {@link
 * DynamoDbWriter} guards it.
 */
final class ResultHandler {

  private final WriteQueue queue;
  private final InFlightLimit limit;
  private final WriterMetrics metrics;
  private final WriterHealth health;
  private final InstantSource clock;

  ResultHandler(
      WriteQueue queue,
      InFlightLimit limit,
      WriterMetrics metrics,
      WriterHealth health,
      InstantSource clock) {
    this.queue = queue;
    this.limit = limit;
    this.metrics = metrics;
    this.health = health;
    this.clock = clock;
  }

  /**
   * Handles the results of one request.
   *
   * @param round of the {@link InFlightLimit} in which the request was sent
   * @param results of the slots, in their order
   */
  void handle(List<WriteQueue.Slot> slots, long round, List<WriteResult> results) {
    if (results.stream().anyMatch(ResultHandler::isCongestion)) {
      limit.onCongestion(round);
    } else if (results.stream().anyMatch(ResultHandler::isSuccess)) {
      limit.onSuccess();
    }
    for (int i = 0; i < results.size(); i++) {
      handle(slots.get(i), results.get(i), results.size() == 1);
    }
    resetHealthIfIdle();
  }

  private static boolean isCongestion(WriteResult result) {
    return result instanceof WriteResult.Throttled || result instanceof WriteResult.TimedOut;
  }

  private static boolean isSuccess(WriteResult result) {
    return isInTable(result)
        || result instanceof WriteResult.Exists
        || result instanceof WriteResult.Missing;
  }

  private static boolean isInTable(WriteResult result) {
    return result instanceof WriteResult.Written || result instanceof WriteResult.Superseded;
  }

  /**
   * @param alone whether the request held no other item, so that a rejection is about this one
   */
  private void handle(WriteQueue.Slot slot, WriteResult result, boolean alone) {
    Instant now = clock.instant();
    if (result instanceof WriteResult.Rejected && !alone) {
      metrics.retries.increment();
      health.onSuccess();
      queue.retryAlone(slot);
    } else if (result instanceof WriteResult.Final it) {
      count(it, slot.sent().write(), now);
      health.onSuccess(); // a rejection too: DynamoDB answers, and takes other items
      slot.sent().session().acknowledge(slot.sent().write(), it);
      queue.complete(slot, isInTable(it), now);
    } else if (result instanceof WriteResult.Exists || result instanceof WriteResult.Missing) {
      metrics.retries.increment();
      metrics.conflicts.increment();
      health.onSuccess(); // DynamoDB answers
      queue.retryAs(result instanceof WriteResult.Missing, slot, now);
    } else {
      metrics.retries.increment();
      if (result instanceof WriteResult.Throttled) {
        metrics.throttles.increment();
      } else if (result instanceof WriteResult.TimedOut it) {
        health.onFailure(it.reason());
      } else if (result instanceof WriteResult.Unavailable it) {
        health.onFailure(it.reason());
      }
      queue.retry(slot, now);
    }
  }

  private void count(WriteResult.Final result, ItemWrite write, Instant now) {
    if (result instanceof WriteResult.Written) {
      metrics.written.increment();
      metrics.endToEndLatency.record(Duration.between(write.acceptedAt(), now));
    } else if (result instanceof WriteResult.Superseded) {
      metrics.superseded.increment();
    } else {
      metrics.rejected.increment();
    }
  }

  /** Resets the health when nothing is left to write: no later write would reset it. */
  void resetHealthIfIdle() {
    if (queue.size() == 0) {
      health.onIdle();
    }
  }
}
