package io.storestream.ingester.counts;

import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.record.CountRecords;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.RunningCount;
import io.storestream.model.Location;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the stores of whole countries and largest cells exactly once: the delta's offset, the
 * counts, the sequence of the delta and the outbox are in one Kafka transaction. When the table has
 * acknowledged a count of a location, the latest count goes to the {@code location-counts} topic.
 *
 * <p>One instance per task, owned by its stream thread. Counts linger in the writer, so a burst of
 * changes costs one write per count.
 */
public final class CountProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String LOCATION_COUNTS = InternalTopics.LOCATION_COUNTS;

  private static final Logger log = LoggerFactory.getLogger(CountProcessor.class);

  private final DynamoDbWriter writer;
  private final IngestMetrics metrics;
  private final long cacheBytes;

  private ProcessorContext<byte[], byte[]> context;
  private CountState counts;
  private Outbox outbox;

  CountProcessor(DynamoDbWriter writer, IngestMetrics metrics, long cacheBytes) {
    this.writer = writer;
    this.metrics = metrics;
    this.cacheBytes = cacheBytes;
  }

  /** Called when the state store is restored; it then holds unacknowledged writes. */
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    counts = new CountState(context.getStateStore(LOCATION_COUNTS), cacheBytes);
    outbox = new Outbox(writer.openSession(), counts.firstPending(), counts.load(now()));
    context.schedule(Outbox.DRAIN_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> drainOutbox());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    LocationDelta delta = LocationDelta.decode(record.value());
    if (counts.add(delta)) {
      delta.changes().forEach(this::change);
    } else {
      metrics.onRepeatedDelta();
    }
  }

  @Override
  public void close() {
    outbox.close();
  }

  private void change(Location location, long change) {
    if (change == 0) {
      return; // LocationDelta.ofNoChange
    }
    Instant now = now();
    RunningCount last = counts.get(location);
    RunningCount count = RunningCount.after(last, change, now);
    if (count.count() < 0) {
      // Impossible unless an internal topic was altered. The table then gets 0.
      log.error("{} would have {} stores; run `./stores verify`", location.path(), count.count());
    }
    keep(location, count, now, last == null);
  }

  private void keep(Location location, RunningCount count, Instant changedAt, boolean isNew) {
    long sequence = outbox.submit(CountState.write(location, count, changedAt, isNew));
    counts.put(location, count.writtenAs(sequence));
  }

  private void drainOutbox() {
    outbox.drain(this::onAcknowledged);
    counts.setFirstPending(outbox.firstPending());
  }

  private void onAcknowledged(ItemWrite write, ItemWrite latest, WriteResult.Final result) {
    ItemWrite.CountItem count = (ItemWrite.CountItem) latest;
    Location location = count.count().location();
    if (result instanceof WriteResult.Superseded superseded) {
      if (count.version().compareTo(superseded.held()) <= 0) {
        // A clock that was ahead made the version in the table. This state has every count of it.
        keep(location, requireCount(location).above(superseded.held()), count.acceptedAt(), false);
        // Kafka refuses this commit to a task that has lost the root, which must not overwrite.
        context.commit();
      }
    } else if (result instanceof WriteResult.Rejected rejected) {
      log.warn("DynamoDB can't take the count of {}: {}", location.path(), rejected.reason());
    } else {
      publish(count);
    }
  }

  private RunningCount requireCount(Location location) {
    return Objects.requireNonNull(counts.get(location), location::path);
  }

  /** Publishes a count; what the table does not have yet is in the outbox's transaction. */
  private void publish(ItemWrite.CountItem latest) {
    ProducerRecord<byte[], byte[]> record =
        CountRecords.encode(latest.count(), null, latest.acceptedAt());
    context.forward(
        new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
