package io.storestream.ingester.counts;

import io.storestream.dynamodb.writer.Acknowledgement;
import io.storestream.dynamodb.writer.CountWrite;
import io.storestream.dynamodb.writer.DynamoDbWriter;
import io.storestream.ingester.IngestMetrics;
import io.storestream.ingester.outbox.Outbox;
import io.storestream.ingester.outbox.PendingCount;
import io.storestream.kafka.InternalTopics;
import io.storestream.kafka.record.LocationCountCodec;
import io.storestream.kafka.record.LocationDelta;
import io.storestream.kafka.record.RunningCount;
import io.storestream.kafka.record.VersionHeader;
import io.storestream.model.Location;
import io.storestream.model.LocationCount;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the stores of whole countries, exactly once, as each delta, the counts that it changes,
 * what is remembered of the delta and the outbox are in one transaction. Whenever the table has
 * acknowledged a count of a place, the latest goes to the {@code location-counts} topic.
 *
 * <p>One instance a task, owned by its stream thread. The writer lets counts linger, so that a
 * burst of changes costs one write of a count and not one each.
 */
public final class CountProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  public static final String LOCATION_COUNTS = InternalTopics.LOCATION_COUNTS;
  public static final String PENDING_COUNTS = "pending-counts";

  private static final Logger log = LoggerFactory.getLogger(CountProcessor.class);

  private final DynamoDbWriter writer;
  private final IngestMetrics metrics;

  private ProcessorContext<byte[], byte[]> context;
  private CountState counts;
  private Outbox<PendingCount> outbox;

  CountProcessor(DynamoDbWriter writer, IngestMetrics metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  /** Called when the stores are restored: whatever the outbox holds then is still to be written. */
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    counts = new CountState(context.getStateStore(LOCATION_COUNTS));
    outbox = new Outbox<>(context.getStateStore(PENDING_COUNTS), writer.openLane());
    outbox.resume();
    context.schedule(
        Outbox.DRAIN_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> outbox.harvest(this::onAcknowledged, this::onAcknowledged));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    LocationDelta delta = LocationDelta.decode(record.value());
    if (counts.add(delta)) {
      delta.changes().forEach((path, change) -> change(Location.parse(path), change));
    } else {
      metrics.onRepeatedDelta();
    }
  }

  @Override
  public void close() {
    outbox.close();
  }

  private void change(Location location, long change) {
    String path = location.path();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    RunningCount count = RunningCount.after(counts.get(path), change, now);
    if (count.count() < 0) {
      // Can't be, unless somebody has altered an internal topic. What follows makes up for it.
      log.error("{} would have {} stores; run `./stores verify`", path, count.count());
    }
    keep(location, count, now);
  }

  private void keep(Location location, RunningCount count, Instant changedAt) {
    counts.put(location.path(), count);
    PendingCount entry = new PendingCount(count.version(), changedAt, Math.max(0, count.count()));
    outbox.add(new CountWrite(entry.toCount(location), changedAt), entry);
  }

  /**
   * Hears of a write.
   *
   * @param entry what was written, or what has come in for the same place since
   */
  private void onAcknowledged(String path, PendingCount entry, Acknowledgement acknowledgement) {
    Location location = Location.parse(path);
    if (acknowledgement instanceof Acknowledgement.Superseded superseded) {
      if (entry.version().compareTo(superseded.held()) <= 0) {
        // By a clock that was ahead. All that was counted there is counted here.
        keep(location, requireCount(path).above(superseded.held()), entry.changedAt());
        // Kafka refuses it to a task that has lost the country, and that task should not overrule.
        context.commit();
      }
    } else if (acknowledgement instanceof Acknowledgement.Rejected rejected) {
      log.warn("DynamoDB can't take the count of {}: {}", path, rejected.reason());
    } else {
      publish(entry.toCount(location), entry.changedAt());
    }
  }

  private RunningCount requireCount(String path) {
    return Objects.requireNonNull(counts.get(path), path);
  }

  /** What the table does not have yet is in the outbox, in the transaction of this record. */
  private void publish(LocationCount count, Instant changedAt) {
    context.forward(
        new Record<>(
            count.location().path().getBytes(StandardCharsets.UTF_8),
            LocationCountCodec.encode(count),
            changedAt.toEpochMilli(),
            VersionHeader.of(count.version())));
  }
}
