package io.storestream.ingester.topology;

import io.storestream.kafka.record.StoreVersion;
import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import io.storestream.model.event.StoreChange;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conflict resolution: the result of an event for its store. The last write wins, by {@link
 * Version}. A pure function, which alone decides this in the stream; the table compares versions
 * again.
 */
public sealed interface Resolution {

  /** The event is older than the store's state. It is dropped. */
  record Stale() implements Resolution {}

  /**
   * The event has the content that the store already has. It is not written.
   *
   * @param next advances to the event's time if that is later, so that an event between the known
   *     version and this one loses
   */
  record Duplicate(StoreVersion next) implements Resolution {}

  /** The event is not older, and has another content. It is written. */
  record Accepted(StoreVersion next) implements Resolution {}

  /** The content differs at a time that already has {@link Version#REVISIONS} revisions. */
  record OutOfRevisions() implements Resolution {}

  /**
   * Resolves an event.
   *
   * @param known {@code null} if it is the first event of its store
   * @param content of the event
   * @param locations returns {@link StoreVersion#locations} of the content; asked only if accepted
   */
  static Resolution of(
      @Nullable StoreState known,
      StoreChange change,
      Fingerprint content,
      Supplier<String> locations) {
    if (known == null) {
      return ofNotOlder(null, change.updatedAt(), content, locations);
    }
    if (known.isAfter(change)) {
      return new Stale();
    }
    StoreVersion version = known.version();
    Instant time = known.isFollowedBy(change) ? version.version().updatedAt() : change.updatedAt();
    return ofNotOlder(version, time, content, locations);
  }

  /**
   * Versions only grow: an event that is not older, and has an earlier time than the version, gets
   * the next revision.
   */
  private static Resolution ofNotOlder(
      @Nullable StoreVersion known,
      Instant updatedAt,
      Fingerprint content,
      Supplier<String> locations) {
    if (known == null) {
      return new Accepted(
          StoreVersion.uncounted(Version.firstAt(updatedAt), content, locations.get()));
    }
    boolean isLater = known.version().updatedAt().isBefore(updatedAt);
    if (known.content().equals(content)) {
      return new Duplicate(isLater ? known.at(Version.firstAt(updatedAt)) : known);
    }
    if (isLater) {
      return new Accepted(known.next(Version.firstAt(updatedAt), content, locations.get()));
    }
    return known.version().hasNextRevision()
        ? new Accepted(known.next(known.version().nextRevision(), content, locations.get()))
        : new OutOfRevisions();
  }
}
