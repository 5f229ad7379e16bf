package io.storestream.formats.record;

import io.storestream.model.event.StoreChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record says. */
public sealed interface Decoded {

  /**
   * The record changes a store.
   *
   * @param closed the store that the record also closes, because its number changed; {@code null}
   *     for most
   * @param format of the record
   * @param problems values that were left out, each like {@code latitude is not a number: 48.85N}
   */
  record Change(
      StoreChange change,
      StoreChange.@Nullable Delete closed,
      ChangeFormat format,
      List<String> problems)
      implements Decoded {
    public Change {
      problems = List.copyOf(problems);
    }

    /** The record changes one store. */
    public Change(StoreChange change, ChangeFormat format, List<String> problems) {
      this(change, null, format, problems);
    }
  }

  /**
   * The record is usable and changes no store, such as a heartbeat.
   *
   * @param kind a short name, such as {@code heartbeat}; one of few, because it tags a metric
   */
  record NoChange(String kind) implements Decoded {}
}
