package io.storestream.queryapi;

import io.javalin.http.Context;
import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places with their counts, from the world down to cities. Thread-safe. */
final class LocationRoutes {

  private final PlaceReader reader;
  private final Replies replies;

  LocationRoutes(PlaceReader reader, Replies replies) {
    this.reader = reader;
    this.replies = replies;
  }

  /** The world, or the place that the path names. */
  void location(Context ctx) {
    Parameters.parse(ctx.queryString(), Set.of());
    Location location = location(ctx.pathParamMap());
    replies.sendWhenReady(
        ctx,
        () -> reader.read(location),
        place -> {
          if (place.count() == 0 && !location.isWorld()) {
            throw ProblemException.notFound("there is no store at this place");
          }
          return LocationAnswers.place(place);
        });
  }

  private static Location location(Map<String, String> names) {
    if (names.isEmpty()) {
      return Location.WORLD;
    }
    return of(
        LookupParameters.lookup(
            names.get(LookupParameters.COUNTRY),
            names.get(LookupParameters.STATE),
            names.get(LookupParameters.CITY),
            null));
  }

  /** Returns the place of a lookup, whose postcode does not count. */
  static Location of(LocationLookup lookup) {
    List<String> names = new ArrayList<>();
    names.add(lookup.country());
    if (lookup.state() != null) {
      names.add(lookup.state());
    }
    if (lookup.city() != null) {
      names.add(lookup.city());
    }
    return new Location(names);
  }
}
