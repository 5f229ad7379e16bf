package io.storestream.benchmarks.lookup;

import io.storestream.benchmarks.process.ParentWatch;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.quickstart.LibraryLogging;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The baseline of lookups over HTTP: a process that asks the same with the SDK, keeps a number of
 * calls in flight, and prints {@code answers: N} as {@link Answers} does.
 */
final class BareLookups {

  private final Lookup lookup;
  private final DynamoDbAsyncClient dynamoDb;
  private final String table;
  private final AtomicLong toSend;
  private final Answers answers = new Answers();

  private BareLookups(Lookup lookup, DynamoDbAsyncClient dynamoDb, String table, long total) {
    this.lookup = lookup;
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.toSend = new AtomicLong(total);
  }

  /** Takes the lookup, the endpoint, the table, the calls in flight, and the number of calls. */
  public static void main(String[] arguments) {
    LibraryLogging.silence();
    ParentWatch.start();
    int inFlight = Integer.parseInt(arguments[3]);
    DynamoDbEndpoint endpoint = DynamoDbEndpoint.local(URI.create(arguments[1]));
    try (DynamoDbAsyncClient dynamoDb = DynamoDbClients.forReading(endpoint, inFlight)) {
      new BareLookups(
              Lookup.valueOf(arguments[0]), dynamoDb, arguments[2], Long.parseLong(arguments[4]))
          .run(inFlight);
    }
  }

  private void run(int inFlight) {
    CompletableFuture.allOf(
            IntStream.range(0, inFlight)
                .mapToObj(each -> callRepeatedly())
                .toArray(CompletableFuture[]::new))
        .join();
    answers.print();
  }

  /** Calls until none is left to send; the future completes after the last answer. */
  private CompletableFuture<Void> callRepeatedly() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    callAgain(done);
    return done;
  }

  private void callAgain(CompletableFuture<Void> done) {
    if (toSend.getAndDecrement() <= 0) {
      done.complete(null);
      return;
    }
    CompletableFuture<?> unused =
        lookup
            .call(dynamoDb, table)
            .whenComplete(
                (stores, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  } else if (stores != lookup.stores()) {
                    done.completeExceptionally(
                        new IllegalStateException("an answer of %d stores".formatted(stores)));
                  } else {
                    answers.add();
                    callAgain(done);
                  }
                });
  }
}
