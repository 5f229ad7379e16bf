package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.model.Location;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.LocationAnswers;
import io.storestream.queryapi.render.Replies;
import java.util.List;
import java.util.Map;

/** Handles requests for locations, from the world down to cities. Thread-safe. */
public final class LocationRoutes {

  private final LocationReader reader;
  private final Replies replies;

  public LocationRoutes(LocationReader reader, Replies replies) {
    this.reader = reader;
    this.replies = replies;
  }

  /** Answers with the location that the path names, or with the world. */
  void location(Context ctx) {
    Parameters.parse(ctx.queryString(), List.of());
    Location location = location(ctx.pathParamMap());
    replies.sendWhenReady(
        ctx,
        () -> reader.read(location),
        counted -> {
          if (counted.count() == 0 && !location.isWorld()) {
            throw ProblemException.notFound("there is no store at this location");
          }
          return LocationAnswers.location(counted);
        });
  }

  private static Location location(Map<String, String> names) {
    if (names.isEmpty()) {
      return Location.WORLD;
    }
    return LocationReader.locationOf(
        LookupParameters.lookup(
            names.get(Links.COUNTRY), names.get(Links.STATE), names.get(Links.CITY), null));
  }
}
