package io.storestream.queryapi.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the requests a second of each client, with a burst of the same size. Forgets clients whose
 * burst is available again, and beyond {@link #MAX_CLIENTS} those seen least. Thread-safe.
 */
final class RateLimit {

  /** The most clients that are remembered, which take a few megabytes. */
  static final int MAX_CLIENTS = 10_000;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final int perSecond;
  private final TimeMeter clock;
  private final Cache<String, Bucket> buckets;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.clock = new Clock(nanoTime);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfterAccess(SECOND)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  private record Clock(LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  /** Returns zero if the request is admitted, else how long the client has to wait. */
  Duration take(String client) {
    ConsumptionProbe probe =
        buckets.get(client, ignored -> bucket()).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
        .withCustomTimePrecision(clock)
        .build();
  }
}
