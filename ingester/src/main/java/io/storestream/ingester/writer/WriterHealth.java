package io.storestream.ingester.writer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether DynamoDB takes writes at present. Says so in the log when that changes, not for every
 * item. Thread-safe.
 */
final class WriterHealth {

  private static final Logger log = LoggerFactory.getLogger(DynamoDbWriter.class);

  private @Nullable String trouble;

  synchronized void onSuccess() {
    if (trouble != null) {
      trouble = null;
      log.info("DynamoDB takes writes again");
    }
  }

  /** Nothing is left to be written, so the last trouble says nothing about now. */
  synchronized void onIdle() {
    trouble = null;
  }

  synchronized void onTrouble(String reason) {
    if (trouble == null) {
      log.warn("DynamoDB does not take writes; everything is kept and tried again: {}", reason);
    }
    trouble = reason;
  }

  /** Returns why the last write failed, if no write has gone through since. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
