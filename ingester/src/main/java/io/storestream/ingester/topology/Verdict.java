package io.storestream.ingester.topology;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which event wins: what an event is to the store it is about. A pure function, and the only place
 * where this is decided.
 */
sealed interface Verdict {

  /** It is older than what is known of the store, and is dropped. */
  record Stale() implements Verdict {}

  /**
   * It says what is known already, and is not written.
   *
   * @param remembered the version moves on even so: an event between the two has to lose
   */
  record Duplicate(StoreVersion remembered) implements Verdict {}

  /** It is news, and is written. */
  record Accepted(StoreVersion remembered) implements Verdict {}

  /** It is different content at a time that has had {@link Version#REVISIONS} already. */
  record OutOfRevisions() implements Verdict {}

  /**
   * Judges an event.
   *
   * @param known {@code null} if it is the first of its store
   * @param updatedAt the event's time, which can be a version
   * @param city of the content; see {@link StoreVersion#city}
   */
  static Verdict of(
      @Nullable StoreVersion known, Instant updatedAt, Fingerprint content, String city) {
    if (known == null) {
      return new Accepted(new StoreVersion(Version.firstAt(updatedAt), content, city, 0));
    }
    if (known.version().isAfter(updatedAt)) {
      return new Stale();
    }
    boolean sameTime = known.version().isAt(updatedAt);
    if (known.content().equals(content)) {
      return new Duplicate(sameTime ? known : known.at(Version.firstAt(updatedAt)));
    }
    if (!sameTime) {
      return new Accepted(
          new StoreVersion(Version.firstAt(updatedAt), content, city, known.countSequence()));
    }
    return known.version().hasNextRevision()
        ? new Accepted(
            new StoreVersion(known.version().nextRevision(), content, city, known.countSequence()))
        : new OutOfRevisions();
  }
}
