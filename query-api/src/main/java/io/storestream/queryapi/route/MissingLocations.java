package io.storestream.queryapi.route;

import io.javalin.http.HttpStatus;
import io.storestream.model.LocationLookup;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.CountedLocation;
import io.storestream.queryapi.query.LocationReader;
import io.storestream.queryapi.query.StoreBatches;
import io.storestream.queryapi.render.Links;
import io.storestream.queryapi.suggest.Suggestions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers requests for locations without stores: 404 with what was probably meant. Thread-safe.
 *
 * <p>Only such a request reads more: an item for each level above the unknown name, and the names
 * that exist in its place.
 */
public final class MissingLocations {

  private static final List<String> LEVELS =
      List.of(Links.COUNTRY, Links.STATE, Links.CITY, Links.POSTCODE);

  /** How long an answer waits for the names of countries, once after the start. */
  private static final Duration NAMES_TIME = Duration.ofSeconds(5);

  private final LocationReader locations;
  private final Executor serverThreads;

  /**
   * @param serverThreads compares names, which may be many
   */
  public MissingLocations(LocationReader locations, Executor serverThreads) {
    this.locations = locations;
    this.serverThreads = serverThreads;
  }

  /**
   * A request for a location.
   *
   * @param link returns the same request for another location
   */
  record Request(LocationLookup lookup, Function<LocationLookup, String> link) {

    List<String> names() {
      return Stream.of(lookup.country(), lookup.state(), lookup.city(), lookup.postcode())
          .filter(Objects::nonNull)
          .toList();
    }

    /** Returns the link with another name at a level. */
    String linkWith(int level, String name) {
      String[] names = names().toArray(new String[LEVELS.size()]);
      names[level] = name;
      return link.apply(new LocationLookup(names[0], names[1], names[2], names[3]));
    }
  }

  /**
   * Returns what is read, or fails with a 404 if that is empty. The read ends when the future is
   * completed from outside, as by a timeout.
   */
  <T> CompletableFuture<T> refuse(
      Request request, CompletableFuture<T> read, Predicate<T> isEmpty) {
    CompletableFuture<T> found =
        read.thenCompose(
            it -> isEmpty.test(it) ? notFound(request) : CompletableFuture.completedFuture(it));
    CompletableFuture<T> unused = found.whenComplete((it, failure) -> read.cancel(false));
    return found;
  }

  /** Returns batches of which the first fails with a 404 if there are no stores. */
  StoreBatches refuse(Request request, StoreBatches batches) {
    return new StoreBatches() {

      private boolean started;

      @Override
      public CompletableFuture<Batch> next() {
        if (started) {
          return batches.next();
        }
        started = true;
        return refuse(request, batches.next(), it -> it.isLast() && it.stores().isEmpty());
      }

      @Override
      public int inMemory() {
        return batches.inMemory();
      }
    };
  }

  private <T> CompletableFuture<T> notFound(Request request) {
    return locations
        .nearest(request.lookup())
        .thenCompose(
            nearest ->
                namesKnown(nearest)
                    .thenApplyAsync(
                        known -> {
                          throw new ProblemException(problem(request, nearest));
                        },
                        serverThreads));
  }

  /** Completes when names below a location can be compared; a busy machine may leave some out. */
  private static CompletableFuture<Void> namesKnown(CountedLocation location) {
    return location.location().isWorld()
        ? Suggestions.loadCountries()
            .completeOnTimeout(null, NAMES_TIME.toMillis(), TimeUnit.MILLISECONDS)
        : CompletableFuture.completedFuture(null);
  }

  private static Problem problem(Request request, CountedLocation nearest) {
    int level = nearest.location().depth();
    String name = request.names().get(level);
    List<Problem.Suggestion> suggestions =
        suggestions(level, name, nearest.children()).stream()
            .map(
                it ->
                    new Problem.Suggestion(
                        it,
                        Objects.requireNonNull(nearest.children().get(it)),
                        request.linkWith(level, it)))
            .toList();
    String detail = detail(level, name, nearest);
    return new Problem(
        HttpStatus.NOT_FOUND,
        suggestions.isEmpty()
            ? detail
            : detail + "; did you mean " + suggestions.get(0).name() + "?",
        LEVELS.get(level),
        suggestions);
  }

  private static List<String> suggestions(int level, String name, Map<String, Long> existing) {
    return switch (LEVELS.get(level)) {
      case Links.COUNTRY -> Suggestions.countries(name, existing);
      case Links.POSTCODE -> Suggestions.postcodes(name, existing);
      default -> Suggestions.places(name, existing);
    };
  }

  private static String detail(int level, String name, CountedLocation nearest) {
    String of =
        nearest.location().isWorld()
            ? ""
            : nearest.location().names().stream()
                .map(it -> it.isEmpty() ? "(none)" : it)
                .collect(Collectors.joining(", ", " of ", ""));
    return name.isEmpty()
        ? "there is no store%s without a %s".formatted(of, LEVELS.get(level))
        : "there is no store in the %s %s%s".formatted(LEVELS.get(level), name, of);
  }
}
