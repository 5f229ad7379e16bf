package io.storestream.maintenance.rebuild;

import io.storestream.cli.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of the records so far; names in the log those that could not be used. */
final class LoadFigures {

  private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

  /** Enough to see what is wrong; the rest is counted. */
  private static final int MAX_NAMED = 100;

  private final String item;
  private long read;
  private long unreadable;
  private long written;
  private long newerInTable;
  private long rejected;
  private long misplaced;
  private long requests;

  /**
   * @param item what goes before a key in the log
   */
  LoadFigures(String item) {
    this.item = item;
  }

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

  void onRejected(String key, String reason) {
    rejected++;
    name("DynamoDB refuses %s %s: %s".formatted(item, key, reason));
  }

  void addRequests(long sent) {
    requests += sent;
  }

  long misplaced() {
    return misplaced;
  }

  long read() {
    return read;
  }

  long unreadable() {
    return unreadable;
  }

  long written() {
    return written;
  }

  long newerInTable() {
    return newerInTable;
  }

  long rejected() {
    return rejected;
  }

  long requests() {
    return requests;
  }

  /** Returns how many were not sent, as a newer one of the same key came in before. */
  long overtaken() {
    return read - unreadable - written - newerInTable - rejected;
  }

  private void name(String what) {
    long named = unreadable + rejected;
    if (named <= MAX_NAMED) {
      log.warn("{}", SafeText.of(what));
    }
    if (named == MAX_NAMED) {
      log.warn("Further ones are only counted");
    }
  }
}
