package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.storestream.model.LocationLookup;
import io.storestream.model.StoreNumber;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.CountReader;
import io.storestream.queryapi.query.Cursor;
import io.storestream.queryapi.query.IndexPosition;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.query.StoreReader;
import io.storestream.queryapi.render.CsvRows;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.NdjsonRows;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreAnswers;
import io.storestream.queryapi.render.StoreFormat;
import io.storestream.queryapi.render.StoreStreams;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stores by number and by place. Thread-safe. */
public final class StoreRoutes {

  /** How many stores a page holds if nobody says otherwise. */
  public static final int DEFAULT_LIMIT = 100;

  /** The most stores that a page holds. */
  public static final int MAX_LIMIT = 1000;

  /** The path parameter of {@link #store}. */
  public static final String STORE_NUMBER = "storeNumber";

  private static final String CONSISTENT = "consistent";
  private static final Set<String> ONE = Set.of(CONSISTENT);

  private static final Set<String> PLACE =
      ordered(Links.COUNTRY, Links.STATE, Links.CITY, Links.POSTCODE);

  private static final Set<String> PLACE_AND_PAGE =
      ordered(
          Links.COUNTRY,
          Links.STATE,
          Links.CITY,
          Links.POSTCODE,
          Links.LIMIT,
          Links.CURSOR,
          Links.FORMAT);

  /** A longer one may not fit into the head of an answer; the cursor is in the body too. */
  private static final int MAX_LINK_CHARS = 4_000;

  private static final Pattern UP_TO_FOUR_DIGITS = Pattern.compile("[0-9]{1,4}");

  private final PageMemory memory = new PageMemory();
  private final StoreReader reader;
  private final CountReader counts;
  private final StoreStreams streams;
  private final Replies replies;

  public StoreRoutes(
      StoreReader reader, CountReader counts, StoreStreams streams, Replies replies) {
    this.reader = reader;
    this.counts = counts;
    this.streams = streams;
    this.replies = replies;
  }

  /** One store. */
  public void store(Context ctx) {
    boolean consistent = consistent(Parameters.parse(ctx.queryString(), ONE).get(CONSISTENT));
    String storeNumber = storeNumber(ctx.pathParam(STORE_NUMBER));
    replies.sendWhenReady(
        ctx,
        () -> reader.read(storeNumber, consistent),
        found ->
            StoreAnswers.store(
                found.orElseThrow(
                    () -> ProblemException.notFound("there is no store " + storeNumber))));
  }

  /** The stores of a place: a page, or all. */
  public void stores(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), PLACE_AND_PAGE);
    LocationLookup lookup = LookupParameters.lookup(parameters);
    // Said of refusals too: another caller may not be refused.
    ctx.res().addHeader(Header.VARY, Header.ACCEPT); // besides what others have put there
    StoreFormat format =
        StoreFormat.of(
            parameters.get(Links.FORMAT), Collections.list(ctx.req().getHeaders(Header.ACCEPT)));
    int limit = limit(format, parameters.get(Links.LIMIT));
    IndexPosition after = cursor(lookup, parameters.get(Links.CURSOR));
    switch (format) {
      case JSON, GEOJSON ->
          ctx.future(
              () ->
                  memory.during(
                      limit,
                      share ->
                          replies.reply(
                              ctx,
                              format.contentType(),
                              reader.page(lookup, after, limit, share),
                              page -> {
                                linkToNext(ctx, parameters, lookup, page);
                                return format == StoreFormat.JSON
                                    ? StoreAnswers.page(lookup, page)
                                    : StoreAnswers.features(lookup, page);
                              })));
      case NDJSON -> streams.send(ctx, format.contentType(), new NdjsonRows(), lookup, after);
      case CSV -> streams.send(ctx, format.contentType(), new CsvRows(), lookup, after);
    }
  }

  private static void linkToNext(
      Context ctx, Parameters parameters, LocationLookup lookup, StorePage page) {
    String cursor = StoreAnswers.nextCursor(lookup, page);
    if (cursor == null) {
      return;
    }
    String next =
        Links.toNextPage(lookup, parameters.get(Links.LIMIT), parameters.get(Links.FORMAT), cursor);
    if (next.length() <= MAX_LINK_CHARS) {
      ctx.header(Header.LINK, "<" + next + ">; rel=\"next\"");
    }
  }

  /** How many stores a place has. */
  public void count(Context ctx) {
    LocationLookup lookup = LookupParameters.lookup(Parameters.parse(ctx.queryString(), PLACE));
    replies.sendWhenReady(
        ctx,
        () ->
            lookup.postcode() == null
                ? counts.count(LocationRoutes.of(lookup))
                : reader.count(lookup),
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

  private static @Nullable IndexPosition cursor(LocationLookup lookup, @Nullable String given) {
    try {
      return given == null ? null : Cursor.decode(lookup, given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(
          Links.CURSOR, "cursor is damaged or belongs to another query; begin again without one");
    }
  }

  private static Set<String> ordered(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
  }
}
