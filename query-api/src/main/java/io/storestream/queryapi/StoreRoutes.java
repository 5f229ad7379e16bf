package io.storestream.queryapi;

import io.javalin.http.Context;
import io.storestream.model.LocationLookup;
import io.storestream.model.StoreNumber;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stores by number and by place. Thread-safe. */
final class StoreRoutes {

  /** How many stores a page holds if nobody says otherwise. */
  static final int DEFAULT_LIMIT = 100;

  /** The most stores that a page holds. */
  static final int MAX_LIMIT = 1000;

  /** The path parameter of {@link #store}. */
  static final String STORE_NUMBER = "storeNumber";

  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";

  private static final Set<String> PLACE =
      ordered(
          LookupParameters.COUNTRY,
          LookupParameters.STATE,
          LookupParameters.CITY,
          LookupParameters.POSTCODE);

  private static final Set<String> PLACE_AND_PAGE =
      ordered(
          LookupParameters.COUNTRY,
          LookupParameters.STATE,
          LookupParameters.CITY,
          LookupParameters.POSTCODE,
          LIMIT,
          CURSOR);

  private static final Pattern UP_TO_FOUR_DIGITS = Pattern.compile("[0-9]{1,4}");

  private final StoreReader reader;
  private final Replies replies;

  StoreRoutes(StoreReader reader, Replies replies) {
    this.reader = reader;
    this.replies = replies;
  }

  /** One store. */
  void store(Context ctx) {
    Parameters.parse(ctx.queryString(), Set.of());
    String storeNumber = storeNumber(ctx.pathParam(STORE_NUMBER));
    replies.sendWhenReady(
        ctx,
        () -> reader.read(storeNumber),
        found ->
            StoreAnswers.store(
                found.orElseThrow(
                    () -> ProblemException.notFound("there is no store " + storeNumber))));
  }

  /** A page of the stores of a place. */
  void stores(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), PLACE_AND_PAGE);
    LocationLookup lookup = LookupParameters.lookup(parameters);
    int limit = limit(parameters.get(LIMIT));
    IndexPosition after = cursor(lookup, parameters.get(CURSOR));
    replies.sendWhenReady(
        ctx, () -> reader.page(lookup, after, limit), page -> StoreAnswers.page(lookup, page));
  }

  /** How many stores a place has. */
  void count(Context ctx) {
    LocationLookup lookup = LookupParameters.lookup(Parameters.parse(ctx.queryString(), PLACE));
    replies.sendWhenReady(ctx, () -> reader.count(lookup), StoreAnswers::count);
  }

  private static String storeNumber(String given) {
    try {
      return StoreNumber.require(given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(STORE_NUMBER, String.valueOf(e.getMessage()));
    }
  }

  private static int limit(@Nullable String given) {
    if (given == null) {
      return DEFAULT_LIMIT;
    }
    int limit = UP_TO_FOUR_DIGITS.matcher(given).matches() ? Integer.parseInt(given) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.badParameter(
          LIMIT, "limit must be a whole number from 1 to " + MAX_LIMIT);
    }
    return limit;
  }

  private static @Nullable IndexPosition cursor(LocationLookup lookup, @Nullable String given) {
    try {
      return given == null ? null : Cursor.decode(lookup, given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(
          CURSOR, "cursor is damaged or belongs to another query; begin again without one");
    }
  }

  private static Set<String> ordered(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
  }
}
