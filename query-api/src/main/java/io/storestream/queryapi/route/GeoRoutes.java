package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.model.geo.Cell;
import io.storestream.model.geo.GeoBox;
import io.storestream.model.geo.GeoPoint;
import io.storestream.queryapi.http.TableCost;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.PageMemory;
import io.storestream.queryapi.query.geo.GeoReader;
import io.storestream.queryapi.query.geo.Measured;
import io.storestream.queryapi.query.geo.WindowCells;
import io.storestream.queryapi.render.GeoAnswers;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.render.Replies;
import io.storestream.queryapi.render.StoreFormat;
import java.util.List;

/** Handles requests for the stores near a point, and for the counts of cells. Thread-safe. */
public final class GeoRoutes {

  /** The default of {@code limit} of stores near a point. */
  static final int DEFAULT_LIMIT = 10;

  /** The greatest {@code limit} of stores near a point. */
  static final int MAX_LIMIT = 100;

  private static final String LEVEL = "level";

  private static final List<String> NEAR_PARAMETERS =
      List.of(GeoParameters.LATITUDE, GeoParameters.LONGITUDE, Links.LIMIT, GeoParameters.RADIUS);

  private static final List<String> CELL_PARAMETERS = List.of(Links.BBOX, LEVEL, Links.FORMAT);

  private static final List<StoreFormat> CELL_FORMATS =
      List.of(StoreFormat.JSON, StoreFormat.GEOJSON);

  /** Kilobytes of an answer that is being read, see {@link PageMemory}: several pages are there. */
  private static final int MEMORY = 500;

  private final PageMemory memory;
  private final GeoReader reader;
  private final Replies replies;

  public GeoRoutes(PageMemory memory, GeoReader reader, Replies replies) {
    this.memory = memory;
    this.reader = reader;
    this.replies = replies;
  }

  /** Answers with the stores nearest to a point. */
  void near(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), NEAR_PARAMETERS);
    GeoPoint point = GeoParameters.point(parameters);
    int limit = parameters.wholeNumber(Links.LIMIT, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    double radiusKm = GeoParameters.radiusKm(parameters);
    ctx.future(
        () ->
            memory.reserve(
                MEMORY,
                share ->
                    replies.reply(
                        ctx,
                        Json.CONTENT_TYPE,
                        reader.near(point, limit, radiusKm, share),
                        stores -> GeoAnswers.near(valueOf(ctx, stores)))));
  }

  /** Answers with the counts of the cells in a window. */
  void cells(Context ctx) {
    Parameters parameters = Parameters.parse(ctx.queryString(), CELL_PARAMETERS);
    GeoBox given = GeoParameters.windowOrNull(parameters);
    GeoBox window = given == null ? GeoBox.WORLD : given;
    int level = level(parameters, window);
    StoreFormat format = StoreRoutes.format(ctx, parameters, CELL_FORMATS);
    ctx.future(
        () ->
            memory.reserve(
                MEMORY,
                share ->
                    replies.reply(
                        ctx,
                        format.contentType(),
                        reader.cells(window, level),
                        cells ->
                            format == StoreFormat.JSON
                                ? GeoAnswers.cells(level, valueOf(ctx, cells))
                                : GeoAnswers.features(level, valueOf(ctx, cells)))));
  }

  private static int level(Parameters parameters, GeoBox window) {
    int level =
        parameters
            .wholeNumber(LEVEL, 1, Cell.LEVELS)
            .orElseGet(() -> WindowCells.suitableLevel(window));
    int finest = WindowCells.finestLevel(window);
    if (level > finest) {
      throw ProblemException.badParameter(
          LEVEL,
          "the window has more than %,d cells of level %d; the finest level for it is %d"
              .formatted(WindowCells.MAX_CELLS, level, finest));
    }
    return level;
  }

  /** Returns the value of an answer, whose headers then tell what it took to read it. */
  static <T> T valueOf(Context ctx, Measured<T> answer) {
    TableCost.addTo(ctx, answer.requests(), answer.readUnits());
    return answer.value();
  }
}
