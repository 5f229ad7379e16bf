package io.storestream.maintenance.rebuild;

import io.storestream.cli.SafeText;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what has become of the records of both topics so far. For one thread. */
record RebuildFigures(Load stores, Load counts) {

  static RebuildFigures create() {
    return new RebuildFigures(new Load("store"), new Load("the count of"));
  }

  RebuildReport toReport(Duration elapsed) {
    return new RebuildReport(stores.toRecords(), counts.toRecords(), elapsed);
  }

  /** The records of one topic; the log names those that can't be used. */
  static final class Load {

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
    Load(String item) {
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

    long written() {
      return written;
    }

    long newerInTable() {
      return newerInTable;
    }

    RebuildReport.Records toRecords() {
      return new RebuildReport.Records(
          read, unreadable, written, newerInTable, rejected, misplaced, requests);
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
}
