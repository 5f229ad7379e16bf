package io.storestream.queryapi.query;

import io.storestream.model.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place with what lies right below it, as of one moment or a few apart. */
public record Place(Location location, long count, List<Child> children) {

  public Place {
    children = List.copyOf(children);
  }

  /**
   * A country, a state, a city or a postcode.
   *
   * @param name in key form; empty for the stores that have none
   * @param href where there is more; {@code null} if nothing finds these stores alone
   */
  public record Child(String name, long count, @Nullable String href) {}
}
