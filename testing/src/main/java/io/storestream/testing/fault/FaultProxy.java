package io.storestream.testing.fault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a DynamoDB and harms write requests ({@code PutItem}, {@code BatchWriteItem}) as
 * its {@link FaultPlan} says; everything else is passed on. Reachable through the loopback
 * interface only.
 *
 * <p>The seed and the ordinal of a write request decide what happens to it, whatever the requests
 * before it were. For a write that is late at a certain moment there is {@link #hold}.
 *
 * <p>Thread-safe. Until it is closed, its threads keep the JVM alive.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FaultProxy.class);

  /** Requests that are held, delayed or on their way take one each. */
  private static final int THREADS = 256;

  private final Upstream dynamoDb;
  private final SplittableRandom random;
  private final WireMockServer server;
  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final Map<Fault, Long> injected = new ConcurrentHashMap<>();
  private final LongAdder passed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile FaultPlan plan = FaultPlan.none();
  private volatile boolean outage;

  private FaultProxy(URI dynamoDb, long seed) {
    this.dynamoDb = new Upstream(dynamoDb);
    this.random = new SplittableRandom(seed);
    this.server =
        new WireMockServer(
            wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .containerThreads(THREADS)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .extensions(new Answers()));
  }

  /**
   * Starts on a free port, with {@link FaultPlan#none()}.
   *
   * @param dynamoDb where to forward to
   * @param seed same seed, same decisions
   */
  public static FaultProxy start(URI dynamoDb, long seed) {
    FaultProxy proxy = new FaultProxy(dynamoDb, seed);
    proxy.server.start();
    proxy.server.stubFor(any(anyUrl()).willReturn(aResponse()));
    return proxy;
  }

  /** What clients take as endpoint, {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Follows another plan from the next request on. */
  public void use(FaultPlan next) {
    plan = next;
  }

  /** Begins or ends an outage: the connection of every request, reads too, is reset at once. */
  public void outage(boolean begins) {
    outage = begins;
  }

  /**
   * Holds the next write request that matches, before any fault is considered; an outage does not
   * keep it from being released.
   *
   * @param requestBody tells the request by its JSON; called by several threads
   */
  public Hold hold(Predicate<String> requestBody) {
    Hold hold = new Hold(requestBody, dynamoDb);
    holds.add(hold);
    return hold;
  }

  /** Returns how many write requests have met a fault. */
  public long injected(Fault fault) {
    return injected.getOrDefault(fault, 0L);
  }

  /** Returns how many write requests were passed on unharmed. */
  long passed() {
    return passed.sum();
  }

  /** Returns how many requests, reads too, have met an outage. */
  long refused() {
    return refused.sum();
  }

  /** Stops; what is held is never forwarded. Further calls do nothing. */
  @Override
  public void close() {
    holds.forEach(Hold::abandon);
    server.stop();
  }

  private ResponseDefinitionBuilder answer(Request request) {
    if (outage) {
      refused.increment();
      return reset();
    }
    if (!request.isWrite()) {
      return dynamoDb.forward(request).toResponse();
    }
    for (Hold hold : holds) {
      if (hold.takes(request)) {
        return answerOf(hold).toResponse();
      }
    }
    SplittableRandom chance = nextChance();
    FaultPlan current = plan;
    Optional<Fault> fault = current.pick(chance.nextDouble()).filter(it -> concerns(it, request));
    if (fault.isEmpty()) {
      passed.increment();
      return dynamoDb.forward(request).toResponse();
    }
    injected.merge(fault.get(), 1L, Long::sum);
    return harm(request, fault.get(), current, chance);
  }

  private Answer answerOf(Hold hold) {
    try {
      return hold.awaitAnswer();
    } finally {
      holds.remove(hold);
    }
  }

  /** One a request, whatever its fault then takes from it, so that the next ones stay the same. */
  private SplittableRandom nextChance() {
    synchronized (random) {
      return random.split();
    }
  }

  private static boolean concerns(Fault fault, Request request) {
    return fault != Fault.UNPROCESSED || request.operation().equals(Request.BATCH_WRITE);
  }

  private ResponseDefinitionBuilder harm(
      Request request, Fault fault, FaultPlan current, SplittableRandom chance) {
    return switch (fault) {
      case THROTTLED -> Answer.error(400, "ProvisionedThroughputExceededException").toResponse();
      case FAILED -> serverError().toResponse();
      case UNPROCESSED -> forwardPart(request, chance).toResponse();
      case DELAYED ->
          (chance.nextBoolean() ? dynamoDb.forward(request) : serverError())
              .toResponse()
              .withFixedDelay(Math.toIntExact(current.delay().toMillis()));
      case LATE -> {
        await(current.delay());
        yield dynamoDb.forward(request).toResponse();
      }
      case RESET -> reset();
      case LOST -> {
        dynamoDb.forward(request);
        yield reset();
      }
    };
  }

  /** On this thread: there are enough of them, and elsewhere the others would wait for it. */
  private static void await(Duration delay) {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private Answer forwardPart(Request request, SplittableRandom chance) {
    SplitBatch split = SplitBatch.of(request.body(), chance);
    if (split.taken().isEmpty()) {
      return Answer.of(200, split.addLeftTo("{}"));
    }
    Answer answer = dynamoDb.forward(request.withBody(split.takenOf(request.body())));
    return answer.status() == 200 ? Answer.of(200, split.addLeftTo(answer.body())) : answer;
  }

  private static Answer serverError() {
    return Answer.error(500, "InternalServerError");
  }

  private static ResponseDefinitionBuilder reset() {
    return aResponse().withFault(CONNECTION_RESET_BY_PEER);
  }

  private final class Answers implements ResponseDefinitionTransformerV2 {

    @Override
    public String getName() {
      return "fault-proxy";
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
      try {
        return answer(Request.of(event.getRequest())).build();
      } catch (UncheckedIOException | CompletionException | CancellationException e) {
        // To the client it is as if DynamoDB had gone away, and so it has, or this proxy.
        log.debug("Could not forward a request", e);
        return reset().build();
      }
    }
  }
}
