package io.storestream.dynamodb.writer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether DynamoDB takes writes to a table at present. Says so in the log when that changes, not
 * for every item, and takes a failure now and then for what it is: there is trouble only when no
 * write has gone through for a while. Thread-safe.
 */
final class WriterHealth {

  private static final Logger log = LoggerFactory.getLogger(DynamoDbWriter.class);

  /** How long writes have to fail, and none go through, before it counts as trouble. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private final String table;
  private final InstantSource clock;
  private @Nullable Instant failingSince;
  private @Nullable String trouble;

  WriterHealth(String table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  synchronized void onSuccess() {
    failingSince = null;
    if (trouble != null) {
      trouble = null;
      log.info("DynamoDB takes writes to {} again", table);
    }
  }

  /** Nothing is left to be written, so the last trouble says nothing about now. */
  synchronized void onIdle() {
    failingSince = null;
    trouble = null;
  }

  synchronized void onFailure(String reason) {
    Instant now = clock.instant();
    if (failingSince == null) {
      failingSince = now;
    }
    if (now.isBefore(failingSince.plus(GRACE))) {
      return;
    }
    if (trouble == null) {
      log.warn(
          "DynamoDB does not take writes to {}; everything is kept and tried again: {}",
          table,
          reason);
    }
    trouble = reason;
  }

  /** Returns why the last write failed, if writes have failed for a while and none went through. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
