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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards requests to a DynamoDB and applies the faults of its {@link FaultPlan} to write requests
 * ({@code BatchExecuteStatement} and {@code BatchWriteItem}). It is reachable through the loopback
 * interface only.
 *
 * <p>The seed and the ordinal of a write request decide its fault, independently of earlier
 * requests. {@link #hold} delays one chosen write.
 *
 * <p>Thread-safe. Its threads keep the JVM alive until it is closed.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FaultProxy.class);

  /** Each request that is held, delayed or in flight takes one thread. */
  private static final int THREADS = 256;

  private final Upstream dynamoDb;
  private final SplittableRandom random;
  private final WireMockServer server;
  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final Map<Fault, Long> injected = new ConcurrentHashMap<>();
  private final LongAdder passed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
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
   * @param dynamoDb the endpoint that receives forwarded requests
   * @param seed the same seed gives the same faults
   */
  public static FaultProxy start(URI dynamoDb, long seed) {
    FaultProxy proxy = new FaultProxy(dynamoDb, seed);
    proxy.server.start();
    proxy.server.stubFor(any(anyUrl()).willReturn(aResponse()));
    return proxy;
  }

  /** Returns the endpoint for clients, {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Applies another plan from the next request on. */
  public void use(FaultPlan next) {
    plan = next;
  }

  /**
   * Starts or ends an outage: the connection of every request, reads included, is reset at once.
   */
  public void outage(boolean begins) {
    outage = begins;
  }

  /**
   * Holds the next write request that matches, before faults are applied. The request can be
   * released even during an outage.
   *
   * @param requestBody matches the JSON body of a request; several threads call it
   */
  public Hold hold(Predicate<String> requestBody) {
    Hold hold = new Hold(requestBody, dynamoDb);
    holds.add(hold);
    return hold;
  }

  /**
   * Passes on each write request that DynamoDB has answered with status 200.
   *
   * @param listener receives the body of the request and of the answer; several threads call it
   */
  public void listen(BiConsumer<String, String> listener) {
    dynamoDb.listen(listener);
  }

  /** Returns how many write requests have arrived. */
  public long writes() {
    return writes.get();
  }

  /** Returns how many write requests have arrived and may still be executed. */
  public int writesInFlight() {
    return inFlight.get();
  }

  /** Returns how many write requests have met a fault. */
  public long injected(Fault fault) {
    return injected.getOrDefault(fault, 0L);
  }

  /** Returns how many write requests were forwarded unharmed. */
  long passed() {
    return passed.sum();
  }

  /** Returns how many requests, reads included, an outage has refused. */
  long refused() {
    return refused.sum();
  }

  /** Stops. Held requests are never forwarded. Further calls do nothing. */
  @Override
  public void close() {
    holds.forEach(Hold::cancel);
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
    writes.incrementAndGet();
    inFlight.incrementAndGet();
    try {
      return answerWrite(request);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private ResponseDefinitionBuilder answerWrite(Request request) {
    for (Hold hold : holds) {
      if (hold.takes(request)) {
        return answerOf(hold).toResponse();
      }
    }
    SplittableRandom chance = nextChance();
    FaultPlan current = plan;
    Optional<Fault> fault = current.pick(chance.nextDouble());
    if (fault.isEmpty()) {
      passed.increment();
      return dynamoDb.forward(request).toResponse();
    }
    injected.merge(fault.get(), 1L, Long::sum);
    return inject(request, fault.get(), current, chance);
  }

  private Answer answerOf(Hold hold) {
    try {
      return hold.awaitAnswer();
    } finally {
      holds.remove(hold);
    }
  }

  /**
   * Returns one generator per request, so that faults which use more numbers do not change later
   * ones.
   */
  private SplittableRandom nextChance() {
    synchronized (random) {
      return random.split();
    }
  }

  private ResponseDefinitionBuilder inject(
      Request request, Fault fault, FaultPlan current, SplittableRandom chance) {
    return switch (fault) {
      case THROTTLED -> Answer.error(400, "ProvisionedThroughputExceededException").toResponse();
      case FAILED -> serverError().toResponse();
      case PARTLY_REFUSED -> forwardPart(request, chance).toResponse();
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

  /**
   * Sleeps on this thread: there are enough threads, and a shared timer would delay other requests.
   */
  private static void await(Duration delay) {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private Answer forwardPart(Request request, SplittableRandom chance) {
    Split split = request.split(chance);
    if (split.forwardsNothing()) {
      return Answer.of(200, split.addRefusedTo("{}"));
    }
    Answer answer = dynamoDb.forward(request.withBody(split.requestOf(request.body())));
    return answer.status() == 200 ? Answer.of(200, split.addRefusedTo(answer.body())) : answer;
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
        // The client sees a lost connection, as if DynamoDB had stopped; either it has, or this
        // proxy.
        log.debug("Could not forward a request", e);
        return reset().build();
      }
    }
  }
}
