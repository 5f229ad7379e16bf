package io.storestream.dynamodb.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.storestream.dynamodb.request.ConditionalStatements;
import io.storestream.dynamodb.request.ItemStatements;
import io.storestream.dynamodb.request.ItemWrite;
import io.storestream.dynamodb.request.WriteOperation;
import io.storestream.dynamodb.request.WriteResult;
import io.storestream.fixtures.FakeDynamoDb;
import io.storestream.fixtures.SettableClock;
import io.storestream.model.AcceptedState;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.Version;
import io.storestream.model.VersionedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** A writer to a table whose answers the test gives. */
abstract class WriterSuite {

  static final Instant ACCEPTED = Instant.EPOCH;

  final SettableClock clock = new SettableClock(ACCEPTED);
  final SettableClock timer = new SettableClock(ACCEPTED);
  final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final List<Acknowledged> acknowledged = new ArrayList<>();
  DynamoDbWriter writer = writer(oneByOne(), 10);

  @AfterEach
  void closeWriter() {
    dynamoDb.close();
    writer.close();
  }

  static void submit(WriterSession session, VersionedStore state, Instant acceptedAt) {
    session.submit(new ItemWrite.StoreItem(new AcceptedState(state, acceptedAt), true));
  }

  WriteOperation batches() {
    return new ConditionalStatements(dynamoDb, ItemStatements.ofStores("table"));
  }

  /** So that a request is always full, and none waits for more items. */
  WriteOperation oneByOne() {
    WriteOperation batches = batches();
    return new WriteOperation() {
      @Override
      public int maxItems() {
        return 1;
      }

      @Override
      public CompletableFuture<Answer> write(List<Attempt> attempts) {
        return batches.write(attempts);
      }
    };
  }

  DynamoDbWriter writer(WriteOperation operation, int maxInFlight) {
    return writer(operation, maxInFlight, BackoffStrategy.retryImmediately(), System::nanoTime);
  }

  DynamoDbWriter writer(
      WriteOperation operation, int maxInFlight, BackoffStrategy backoff, LongSupplier nanoTime) {
    DynamoDbWriter created =
        new DynamoDbWriter(
            operation,
            new RequestPace(operation.maxItems(), new InFlightLimit(maxInFlight), nanoTime),
            new WriteQueue(backoff, Duration.ZERO),
            clock,
            timer,
            new WriterHealth("table", timer),
            new WriterMetrics(registry, "table"));
    created.start();
    return created;
  }

  double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  void awaitAcknowledged(WriterSession session, Acknowledged... expected) {
    await().until(() -> drain(session) >= expected.length);
    assertThat(acknowledged).containsExactly(expected);
  }

  int drain(WriterSession session) {
    session.drain(
        (write, result) ->
            acknowledged.add(new Acknowledged(write.key(), write.version(), result)));
    return acknowledged.size();
  }

  static VersionedStore state(String storeNumber, int version) {
    return new VersionedStore(
        storeNumber,
        new Version(0, version),
        new StoreBuilder().storeNumber(storeNumber).set(StoreField.COUNTRY, "US").build());
  }

  static Acknowledged written(String key, int version) {
    return new Acknowledged(key, new Version(0, version), new WriteResult.Written());
  }

  static Acknowledged superseded(String key, Version version, Version held) {
    return new Acknowledged(key, version, new WriteResult.Superseded(held));
  }

  record Acknowledged(String key, Version version, WriteResult.Final result) {}
}
