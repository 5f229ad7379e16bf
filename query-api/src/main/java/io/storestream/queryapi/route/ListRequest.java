package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.StorePage;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.StoreAnswers;
import io.storestream.queryapi.render.StoreFormat;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request for the stores of a location or of a window: a page of them, or all if the format has
 * no pages.
 *
 * @param limit how many stores a page may have
 * @param after the position that the cursor encodes, {@code null} for the begin
 */
record ListRequest(StoreFormat format, int limit, StorePage.@Nullable Position after) {

  /** The default of {@code limit}. */
  static final int DEFAULT_LIMIT = 100;

  /** The greatest {@code limit}. */
  static final int MAX_LIMIT = 1_000;

  /** A longer link may not fit into the headers; the body has the cursor too. */
  private static final int MAX_LINK_CHARS = 4_000;

  /**
   * Returns what the parameters ask for.
   *
   * @param decode returns the position of a cursor, or throws {@link IllegalArgumentException}
   * @throws ProblemException 400 if the cursor is not one of this query, or the limit is none
   */
  static ListRequest of(
      StoreFormat format, Parameters parameters, Function<String, StorePage.Position> decode) {
    return new ListRequest(format, limit(format, parameters), after(parameters, decode));
  }

  private static int limit(StoreFormat format, Parameters parameters) {
    if (format.isWhole() && parameters.get(Links.LIMIT) != null) {
      throw ProblemException.badParameter(
          Links.LIMIT, "limit is for pages, and format " + format.value() + " holds all stores");
    }
    return parameters.wholeNumber(Links.LIMIT, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
  }

  private static StorePage.@Nullable Position after(
      Parameters parameters, Function<String, StorePage.Position> decode) {
    String given = parameters.get(Links.CURSOR);
    try {
      return given == null ? null : decode.apply(given);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badParameter(
          Links.CURSOR, "cursor is damaged or belongs to another query; start again without one");
    }
  }

  /**
   * Renders the page that answers this request, and adds the link to the next one to the headers.
   *
   * @param encode returns the cursor of a position
   * @param link returns the link to the page of a cursor
   */
  byte[] render(
      Context ctx,
      StorePage page,
      Function<StorePage.Position, String> encode,
      UnaryOperator<String> link) {
    String cursor = page.last() == null ? null : encode.apply(page.last());
    if (cursor != null) {
      String next = link.apply(cursor);
      if (next.length() <= MAX_LINK_CHARS) {
        ctx.header(Header.LINK, "<" + next + ">; rel=\"next\"");
      }
    }
    return format == StoreFormat.JSON
        ? StoreAnswers.page(page, cursor)
        : StoreAnswers.features(page, cursor);
  }
}
