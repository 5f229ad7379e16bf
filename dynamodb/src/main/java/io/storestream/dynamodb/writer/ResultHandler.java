package io.storestream.dynamodb.writer;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Handles the results of a request, in two steps. {@link #report} counts them, and acknowledges
 * each final one to its session; it takes most of the time and needs no lock, as nothing else
 * changes what is in flight. {@link #updateQueue} puts each other item back into the queue, and
 * adapts the limit of requests in flight; {@link DynamoDbWriter} guards it.
 */
final class ResultHandler {

  private final WriteQueue queue;
  private final InFlightLimit limit;
  private final WriterMetrics metrics;
  private final WriterHealth health;
  private final InstantSource clock;
  private final InstantSource timer;

  ResultHandler(
      WriteQueue queue,
      InFlightLimit limit,
      WriterMetrics metrics,
      WriterHealth health,
      InstantSource clock,
      InstantSource timer) {
    this.queue = queue;
    this.limit = limit;
    this.metrics = metrics;
    this.health = health;
    this.clock = clock;
    this.timer = timer;
  }

  /**
   * Counts the results of one request, and acknowledges those that are final.
   *
   * @param slots in flight
   * @param results of the slots, in their order
   */
  void report(List<WriteQueue.Slot> slots, List<WriteResult> results) {
    Instant now = clock.instant();
    for (int i = 0; i < results.size(); i++) {
      WriteQueue.Entry sent = slots.get(i).sent();
      WriteResult result = results.get(i);
      reportHealth(result);
      if (isFinal(result, results)) {
        WriteResult.Final it = (WriteResult.Final) result;
        count(it, sent.write(), now);
        sent.session().acknowledge(sent.write(), it);
      } else {
        countRetry(result);
      }
    }
  }

  /**
   * Completes the items with a final result, and puts the others back into the queue.
   *
   * @param slots in flight until now
   * @param round of the {@link InFlightLimit} in which the request was sent
   * @param results of the slots, in their order
   */
  void updateQueue(List<WriteQueue.Slot> slots, long round, List<WriteResult> results) {
    if (results.stream().anyMatch(ResultHandler::isCongestion)) {
      limit.onCongestion(round);
    } else if (results.stream().anyMatch(ResultHandler::isSuccess)) {
      limit.onSuccess();
    }
    Instant now = timer.instant();
    for (int i = 0; i < results.size(); i++) {
      WriteQueue.Slot slot = slots.get(i);
      WriteResult result = results.get(i);
      if (isFinal(result, results)) {
        queue.complete(slot, isInTable(result), now);
      } else if (result instanceof WriteResult.Rejected) {
        queue.retryAlone(slot);
      } else if (result instanceof WriteResult.Exists || result instanceof WriteResult.Missing) {
        queue.retryAs(result instanceof WriteResult.Missing, slot, now);
      } else {
        queue.retry(slot, now);
      }
    }
    resetHealthIfIdle();
  }

  /** A rejection is final only if it is surely about this item: the request held no other. */
  private static boolean isFinal(WriteResult result, List<WriteResult> all) {
    return result instanceof WriteResult.Final
        && !(result instanceof WriteResult.Rejected && all.size() > 1);
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

  private void reportHealth(WriteResult result) {
    if (result instanceof WriteResult.TimedOut it) {
      health.onFailure(it.reason());
    } else if (result instanceof WriteResult.Unavailable it) {
      health.onFailure(it.reason());
    } else if (!(result instanceof WriteResult.Throttled)) {
      health.onSuccess(); // a rejection too: DynamoDB answers, and takes other items
    }
  }

  private void countRetry(WriteResult result) {
    metrics.retries.increment();
    if (result instanceof WriteResult.Throttled) {
      metrics.throttles.increment();
    } else if (result instanceof WriteResult.Exists || result instanceof WriteResult.Missing) {
      metrics.conflicts.increment();
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
