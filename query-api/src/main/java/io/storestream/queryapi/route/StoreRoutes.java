package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.storestream.model.LocationLookup;
import io.storestream.model.StoreNumber;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.Cursor;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreAnswers;
import io.storestream.queryapi.render.StoreFile;
import io.storestream.queryapi.render.StoreFormat;
import io.storestream.queryapi.render.StoreStreams;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Handles requests for stores by number and by location. Thread-safe. */
public final class StoreRoutes {

  /** The default of {@code limit}. */
  static final int DEFAULT_LIMIT = 100;

  /** The greatest {@code limit}. */
  public static final int MAX_LIMIT = 1000;

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
          Links.LIMIT,
          Links.CURSOR,
          Links.FORMAT);

  /** A longer link may not fit into the headers; the body has the cursor too. */
  private static final int MAX_LINK_CHARS = 4_000;

  private static final Pattern UP_TO_FOUR_DIGITS = Pattern.compile("[0-9]{1,4}");

  private final PageMemory memory = new PageMemory();
  private final StoreReader reader;
  private final LocationReader locations;
  private final MissingLocations missing;
  private final StoreStreams streams;
  private final Replies replies;

  public StoreRoutes(
      StoreReader reader,
      LocationReader locations,
      MissingLocations missing,
      StoreStreams streams,
      Replies replies) {
    this.reader = reader;
    this.locations = locations;
    this.missing = missing;
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

  /** Answers with the stores of a location, a page or all of them, or with the whole list. */
  void stores(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), PAGE_PARAMETERS);
    LocationLookup lookup = LookupParameters.lookupOrAll(parameters);
    // Before the format is known, because a 406 depends on Accept too.
    ctx.res().addHeader(Header.VARY, Header.ACCEPT);
    StoreFormat format =
        StoreFormat.of(
            parameters.get(Links.FORMAT), Collections.list(ctx.req().getHeaders(Header.ACCEPT)));
    if (lookup == null) {
      wholeList(ctx, format, parameters);
      return;
    }
    int limit = limit(format, parameters.get(Links.LIMIT));
    StorePage.Position after = cursor(lookup, parameters.get(Links.CURSOR));
    MissingLocations.Request request =
        new MissingLocations.Request(
            lookup,
            meant ->
                Links.toPage(
                    meant, parameters.get(Links.LIMIT), parameters.get(Links.FORMAT), null));
    if (format.isWhole()) {
      StoreBatches batches = reader.batches(lookup, after);
      streams.send(
          ctx,
          StoreFile.of(format, lookup),
          after == null ? missing.refuse(request, batches) : batches);
      return;
    }
    ctx.future(
        () ->
            memory.reserve(
                limit,
                share ->
                    replies.reply(
                        ctx,
                        format.contentType(),
                        missing.refuse(
                            request,
                            reader.page(lookup, after, limit, share),
                            page -> after == null && page.stores().isEmpty()),
                        page -> {
                          linkToNext(ctx, parameters, lookup, page);
                          return format == StoreFormat.JSON
                              ? StoreAnswers.page(lookup, page)
                              : StoreAnswers.features(lookup, page);
                        })));
  }

  private void wholeList(Context ctx, StoreFormat format, Parameters parameters) {
    if (format == StoreFormat.JSON) {
      throw ProblemException.badParameter(
          Links.COUNTRY,
          "country is required; the formats geojson, ndjson and csv list all stores without it");
    }
    for (String paging : List.of(Links.LIMIT, Links.CURSOR)) {
      if (parameters.get(paging) != null) {
        throw ProblemException.badParameter(
            paging, paging + " needs country; without it the answer holds all stores");
      }
    }
    streams.send(ctx, StoreFile.of(format, null), reader.allBatches());
  }

  private static void linkToNext(
      Context ctx, Parameters parameters, LocationLookup lookup, StorePage page) {
    String cursor = StoreAnswers.nextCursor(lookup, page);
    if (cursor == null) {
      return;
    }
    String next =
        Links.toPage(lookup, parameters.get(Links.LIMIT), parameters.get(Links.FORMAT), cursor);
    if (next.length() <= MAX_LINK_CHARS) {
      ctx.header(Header.LINK, "<" + next + ">; rel=\"next\"");
    }
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

  private static int limit(StoreFormat format, @Nullable String given) {
    if (given == null) {
      return DEFAULT_LIMIT;
    }
    if (format.isWhole()) {
      throw ProblemException.badParameter(
          Links.LIMIT, "limit is for pages, and format " + format.value() + " holds all stores");
    }
    int limit = UP_TO_FOUR_DIGITS.matcher(given).matches() ? Integer.parseInt(given) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.badParameter(
          Links.LIMIT, "limit must be a whole number from 1 to " + MAX_LIMIT);
    }
    return limit;
  }

  private static StorePage.@Nullable Position cursor(
      LocationLookup lookup, @Nullable String given) {
    try {
      return given == null ? null : Cursor.decode(lookup, given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(
          Links.CURSOR, "cursor is damaged or belongs to another query; start again without one");
    }
  }
}
