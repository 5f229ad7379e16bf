package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.storestream.model.LocationLookup;
import io.storestream.model.StoreNumber;
import io.storestream.model.geo.GeoBox;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.Cursor;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.query.StoreReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreAnswers;
import io.storestream.queryapi.render.StoreFile;
import io.storestream.queryapi.render.StoreFormat;
import io.storestream.queryapi.render.StoreStreams;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles requests for stores by number, by location and by window. Thread-safe. */
public final class StoreRoutes {

  /** The path parameter of {@link #store}. */
  static final String STORE_NUMBER = "storeNumber";

  private static final String CONSISTENT = "consistent";
  private static final List<String> STORE_PARAMETERS = List.of(CONSISTENT);

  private static final List<String> LOCATION_PARAMETERS =
      List.of(Links.COUNTRY, Links.STATE, Links.CITY, Links.POSTCODE);

  static final List<String> PAGE_PARAMETERS =
      List.of(
          Links.COUNTRY,
          Links.STATE,
          Links.CITY,
          Links.POSTCODE,
          Links.BBOX,
          Links.LIMIT,
          Links.CURSOR,
          Links.FORMAT);

  private final PageMemory memory;
  private final StoreReader reader;
  private final LocationReader locations;
  private final MissingLocations missing;
  private final WindowRoute window;
  private final StoreStreams streams;
  private final Replies replies;

  public StoreRoutes(
      PageMemory memory,
      StoreReader reader,
      LocationReader locations,
      MissingLocations missing,
      WindowRoute window,
      StoreStreams streams,
      Replies replies) {
    this.memory = memory;
    this.reader = reader;
    this.locations = locations;
    this.missing = missing;
    this.window = window;
    this.streams = streams;
    this.replies = replies;
  }

  /** Answers with one store. */
  void store(Context ctx) {
    boolean consistent =
        consistent(Parameters.parse(ctx.queryString(), STORE_PARAMETERS).get(CONSISTENT));
    String storeNumber = storeNumber(ctx.pathParam(STORE_NUMBER));
    replies.sendWhenReady(
        ctx,
        () -> reader.read(storeNumber, consistent),
        found ->
            StoreAnswers.store(
                found.orElseThrow(
                    () -> ProblemException.notFound("there is no store " + storeNumber))));
  }

  /** Answers with the stores of a location or window, a page or all, or with the whole list. */
  void stores(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), PAGE_PARAMETERS);
    GeoBox box = WindowRoute.windowOrNull(parameters);
    LocationLookup lookup = LookupParameters.lookupOrAll(parameters);
    StoreFormat format = format(ctx, parameters, StoreFormat.ALL);
    if (box != null) {
      window.stores(ctx, box, format, parameters);
      return;
    }
    if (lookup == null) {
      wholeList(ctx, format, parameters);
      return;
    }
    ListRequest request =
        ListRequest.of(format, parameters, cursor -> Cursor.decode(lookup, cursor));
    boolean atBegin = request.after() == null;
    MissingLocations.Request missed =
        new MissingLocations.Request(
            lookup,
            meant ->
                Links.toPage(
                    meant, parameters.get(Links.LIMIT), parameters.get(Links.FORMAT), null));
    if (format.isWhole()) {
      StoreBatches batches = reader.batches(lookup, request.after());
      streams.send(
          ctx, StoreFile.of(format, lookup), atBegin ? missing.refuse(missed, batches) : batches);
      return;
    }
    ctx.future(
        () ->
            memory.reserve(
                request.limit(),
                share ->
                    replies.reply(
                        ctx,
                        format.contentType(),
                        missing.refuse(
                            missed,
                            reader.page(lookup, request.after(), request.limit(), share),
                            page -> atBegin && page.stores().isEmpty()),
                        page ->
                            request.render(
                                ctx,
                                page,
                                last -> Cursor.encode(lookup, last),
                                cursor ->
                                    Links.toPage(
                                        lookup,
                                        parameters.get(Links.LIMIT),
                                        parameters.get(Links.FORMAT),
                                        cursor)))));
  }

  /** Returns the format that a request asks for. */
  static StoreFormat format(Context ctx, Parameters parameters, List<StoreFormat> offered) {
    // Before the format is known, because a 406 depends on Accept too.
    ctx.res().addHeader(Header.VARY, Header.ACCEPT);
    return StoreFormat.of(
        offered,
        parameters.get(Links.FORMAT),
        Collections.list(ctx.req().getHeaders(Header.ACCEPT)));
  }

  private void wholeList(Context ctx, StoreFormat format, Parameters parameters) {
    if (format == StoreFormat.JSON) {
      throw ProblemException.badParameter(
          Links.COUNTRY,
          "country or bbox is required; the formats geojson, ndjson and csv list all stores without");
    }
    for (String paging : List.of(Links.LIMIT, Links.CURSOR)) {
      if (parameters.get(paging) != null) {
        throw ProblemException.badParameter(
            paging, paging + " needs country or bbox; without them the answer holds all stores");
      }
    }
    streams.send(ctx, StoreFile.of(format, null), reader.allBatches());
  }

  /** Answers with the number of stores of a location. */
  void count(Context ctx) {
    LocationLookup lookup =
        LookupParameters.lookup(Parameters.parse(ctx.queryString(), LOCATION_PARAMETERS));
    replies.sendWhenReady(
        ctx,
        () ->
            missing.refuse(
                new MissingLocations.Request(lookup, Links::toCount),
                locations.count(lookup),
                count -> count == 0),
        StoreAnswers::count);
  }

  private static boolean consistent(@Nullable String given) {
    if (given == null || given.equals("false")) {
      return false;
    }
    if (given.equals("true")) {
      return true;
    }
    throw ProblemException.badParameter(CONSISTENT, "consistent must be true or false");
  }

  private static String storeNumber(String given) {
    try {
      return StoreNumber.require(given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(STORE_NUMBER, String.valueOf(e.getMessage()));
    }
  }
}
