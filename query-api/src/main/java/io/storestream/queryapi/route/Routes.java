package io.storestream.queryapi.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.render.Replies;
import java.util.List;
import java.util.stream.Stream;

/** The routes of the API. */
public final class Routes {

  private static final String METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StoreRoutes stores;
  private final GeoRoutes geo;
  private final LocationRoutes locations;
  private final HealthRoutes health;
  private final PrometheusMeterRegistry metrics;
  private final MapPage page = new MapPage();
  private final List<Route> routes;

  public Routes(
      StoreRoutes stores,
      GeoRoutes geo,
      LocationRoutes locations,
      HealthRoutes health,
      PrometheusMeterRegistry metrics) {
    this.stores = stores;
    this.geo = geo;
    this.locations = locations;
    this.health = health;
    this.metrics = metrics;
    this.routes = Stream.concat(queries().stream(), assets().stream()).toList();
  }

  /**
   * @param path in the syntax of Javalin, parameters in braces
   * @param example a path that works
   */
  private record Route(String path, String example, Handler handler) {}

  private static List<Route> assets() {
    return DocsRoutes.assets().stream()
        .map(asset -> new Route(asset.path(), asset.path(), asset.handler()))
        .toList();
  }

  // The first match is taken, so "count" and "near" precede store numbers. Stores of these numbers
  // are found under /v1/stores/count%20 and /v1/stores/near%20.
  private List<Route> queries() {
    return List.of(
        new Route("/", "/", this::index),
        new Route(
            "/v1/stores",
            "/v1/stores?country=US&state=NE&city=Omaha&postcode=68144&limit=10",
            stores::stores),
        new Route("/v1/stores/count", "/v1/stores/count?country=US&state=NE", stores::count),
        new Route(
            "/v1/stores/near", "/v1/stores/near?latitude=41.24&longitude=-96.1&limit=5", geo::near),
        new Route(
            "/v1/stores/{" + StoreRoutes.STORE_NUMBER + "}",
            "/v1/stores/2651-53179",
            stores::store),
        new Route("/v1/cells", "/v1/cells?bbox=-125,24,-66,50", geo::cells),
        new Route("/v1/locations", "/v1/locations", locations::location),
        new Route("/v1/locations/{country}", "/v1/locations/US", locations::location),
        new Route("/v1/locations/{country}/{state}", "/v1/locations/US/NE", locations::location),
        new Route(
            "/v1/locations/{country}/{state}/{city}",
            "/v1/locations/US/NE/OMAHA",
            locations::location),
        new Route("/map/{" + MapPage.FILE + "}", "/map/main.js", page::file),
        new Route("/health/live", "/health/live", health::live),
        new Route("/health/ready", "/health/ready", health::ready),
        new Route("/metrics", "/metrics", this::metrics));
  }

  /** Adds all routes, each for GET, HEAD and OPTIONS; a slash at the end of a path is ignored. */
  public void addTo(RoutesConfig config) {
    routes.forEach(route -> add(config, route.path(), route.handler()));
  }

  private static void add(RoutesConfig config, String path, Handler handler) {
    config.get(path, handler);
    // Javalin's own HEAD answers 200 without calling the handler.
    config.head(path, handler);
    config.options(path, Routes::allow);
  }

  private static void allow(Context ctx) {
    ctx.status(HttpStatus.NO_CONTENT).header(Header.ALLOW, "GET, HEAD, OPTIONS");
  }

  /** Sends the page to browsers, and the list of routes to all others. */
  private void index(Context ctx) {
    ctx.res().addHeader(Header.VARY, Header.ACCEPT);
    String accept = ctx.header(Header.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      page.index(ctx);
    } else {
      list(ctx);
    }
  }

  private void list(Context ctx) {
    Replies.send(
        ctx,
        Json.object(
            json -> {
              json.writeArrayFieldStart("routes");
              for (Route route : routes) {
                json.writeStartObject();
                json.writeStringField("path", route.path());
                json.writeStringField("example", route.example());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private void metrics(Context ctx) {
    ctx.contentType(METRICS_CONTENT_TYPE).result(metrics.scrape());
  }
}
