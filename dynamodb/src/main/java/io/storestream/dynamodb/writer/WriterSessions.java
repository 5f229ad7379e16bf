package io.storestream.dynamodb.writer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open sessions of a writer, and their totals. Thread-safe. */
final class WriterSessions {

  private final Set<WriterSession> open = ConcurrentHashMap.newKeySet();

  WriterSession open(DynamoDbWriter writer, InstantSource clock) {
    WriterSession session = new WriterSession(writer, this, clock);
    open.add(session);
    return session;
  }

  void remove(WriterSession session) {
    open.remove(session);
  }

  /** Returns how many acknowledgements are not drained yet. */
  int undrained() {
    return open.stream().mapToInt(WriterSession::undrained).sum();
  }

  /** Returns how many writes are announced, and not submitted yet. */
  int announced() {
    return open.stream().mapToInt(WriterSession::announced).sum();
  }

  /** Returns whether every session has drained the acknowledgements before this moment. */
  boolean areDrainedSince(Instant moment) {
    return open.stream().allMatch(session -> session.isDrainedSince(moment));
  }
}
