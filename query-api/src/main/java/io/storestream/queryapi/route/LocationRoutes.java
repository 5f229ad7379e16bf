package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.PlaceReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.LocationAnswers;
import io.storestream.queryapi.render.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places with their counts, from the world down to cities. Thread-safe. */
public final class LocationRoutes {

  private final PlaceReader reader;
  private final Replies replies;

  public LocationRoutes(PlaceReader reader, Replies replies) {
    this.reader = reader;
    this.replies = replies;
  }

  /** The world, or the place that the path names. */
  public void location(Context ctx) {
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
            names.get(Links.COUNTRY), names.get(Links.STATE), names.get(Links.CITY), null));
  }

  /** Returns the place of a lookup, whose postcode does not count. */
  public static Location of(LocationLookup lookup) {
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
