package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.model.geo.GeoBox;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.Cursor;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.geo.GeoReader;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreFile;
import io.storestream.queryapi.render.StoreFormat;
import io.storestream.queryapi.render.StoreStreams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles requests for the stores of a window. Thread-safe. */
public final class WindowRoute {

  private final PageMemory memory;
  private final GeoReader reader;
  private final StoreStreams streams;
  private final Replies replies;

  public WindowRoute(PageMemory memory, GeoReader reader, StoreStreams streams, Replies replies) {
    this.memory = memory;
    this.reader = reader;
    this.streams = streams;
    this.replies = replies;
  }

  /**
   * Returns the window that a list is asked for, {@code null} if there is none.
   *
   * @throws ProblemException 400 if it is none, or a location is asked for too
   */
  static @Nullable GeoBox windowOrNull(Parameters parameters) {
    if (parameters.get(Links.BBOX) != null) {
      for (String level : List.of(Links.COUNTRY, Links.STATE, Links.CITY, Links.POSTCODE)) {
        if (parameters.get(level) != null) {
          throw ProblemException.badParameter(Links.BBOX, "bbox can't be combined with " + level);
        }
      }
    }
    return GeoParameters.windowOrNull(parameters);
  }

  /** Answers with the stores of a window, a page or all of them. */
  void stores(Context ctx, GeoBox window, StoreFormat format, Parameters parameters) {
    ListRequest request =
        ListRequest.of(format, parameters, cursor -> Cursor.decode(window, cursor));
    if (format.isWhole()) {
      streams.send(ctx, StoreFile.ofWindow(format), reader.batches(window, request.after()));
      return;
    }
    String bbox = String.valueOf(parameters.get(Links.BBOX));
    ctx.future(
        () ->
            memory.reserve(
                request.limit(),
                share ->
                    replies.reply(
                        ctx,
                        format.contentType(),
                        reader.page(window, request.after(), request.limit(), share::hold),
                        page ->
                            request.render(
                                ctx,
                                GeoRoutes.valueOf(ctx, page),
                                last -> Cursor.encode(window, last),
                                cursor ->
                                    Links.toPage(
                                        bbox,
                                        parameters.get(Links.LIMIT),
                                        parameters.get(Links.FORMAT),
                                        cursor)))));
  }
}
