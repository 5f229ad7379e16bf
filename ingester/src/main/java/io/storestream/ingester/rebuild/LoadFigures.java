package io.storestream.ingester.rebuild;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of the records so far; names in the log those that could not be used. */
final class LoadFigures {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  /** Enough to see what is wrong; the rest is counted. */
  private static final int MAX_NAMED = 100;

  private long read;
  private long unreadable;
  private long written;
  private long newerInTable;
  private long rejected;
  private long misplaced;
  private long requests;

  void onRead() {
    read++;
  }

  void onUnreadable(String reason) {
    unreadable++;
    name(reason);
  }

  void onMisplaced() {
    misplaced++;
  }

  void onWritten() {
    written++;
  }

  void onNewerInTable() {
    newerInTable++;
  }

  void onRejected(String storeNumber, String reason) {
    rejected++;
    name("DynamoDB refuses store %s: %s".formatted(storeNumber, reason));
  }

  void addRequests(long sent) {
    requests += sent;
  }

  long misplaced() {
    return misplaced;
  }

  RebuildReport toReport(Duration elapsed) {
    return new RebuildReport(
        read, unreadable, written, newerInTable, rejected, misplaced, requests, elapsed);
  }

  private void name(String what) {
    long named = unreadable + rejected;
    if (named <= MAX_NAMED) {
      log.warn("{}", what);
    }
    if (named == MAX_NAMED) {
      log.warn("Further ones are only counted");
    }
  }
}
