package io.storestream.dynamodb.writer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether DynamoDB takes writes to a table at present. It logs when trouble begins and when a write
 * succeeds again, not each failure. Single failures do not count: there is trouble only when no
 * write has succeeded for {@link #GRACE}. Thread-safe.
 */
final class WriterHealth {

  private static final Logger log = LoggerFactory.getLogger(DynamoDbWriter.class);

  /** How long all writes have to fail before it counts as trouble. */
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

  /** Nothing is left to write, so the last failure says nothing about the present. */
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

  /** Returns why the last write failed, if all writes have failed for {@link #GRACE}. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
