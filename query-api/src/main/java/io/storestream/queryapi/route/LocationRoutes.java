package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.model.Location;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.query.CountedLocation;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.LocationAnswers;
import io.storestream.queryapi.render.Replies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Handles requests for locations, from the world down to cities. Thread-safe. */
public final class LocationRoutes {

  private final LocationReader reader;
  private final MissingLocations missing;
  private final Replies replies;

  public LocationRoutes(LocationReader reader, MissingLocations missing, Replies replies) {
    this.reader = reader;
    this.missing = missing;
    this.replies = replies;
  }

  /** Answers with the location that the path names, or with the world. */
  void location(Context ctx) {
    Parameters.parse(ctx.queryString(), List.of());
    LocationLookup lookup = lookup(ctx.pathParamMap());
    replies.sendWhenReady(
        ctx,
        () -> lookup == null ? reader.read(Location.WORLD) : read(lookup),
        LocationAnswers::location);
  }

  private CompletableFuture<CountedLocation> read(LocationLookup lookup) {
    return missing.refuse(
        new MissingLocations.Request(lookup, it -> Links.to(LocationReader.locationOf(it))),
        reader.read(LocationReader.locationOf(lookup)),
        counted -> counted.count() == 0);
  }

  private static @Nullable LocationLookup lookup(Map<String, String> names) {
    return names.isEmpty()
        ? null
        : LookupParameters.lookup(
            names.get(Links.COUNTRY), names.get(Links.STATE), names.get(Links.CITY), null);
  }
}
