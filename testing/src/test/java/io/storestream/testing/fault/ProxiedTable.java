package io.storestream.testing.fault;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A separate table that is written through a separate proxy and read without it. */
final class ProxiedTable implements AutoCloseable {

  static final Duration PATIENT = Duration.ofSeconds(30);

  private static final int MAX_CONCURRENCY = 64;

  private final String name = "T" + UUID.randomUUID();
  private final FaultProxy proxy;
  private final DynamoDbAsyncClient direct;
  private final DynamoDbAsyncClient proxied;

  ProxiedTable(URI dynamoDb, long seed, Duration attemptTimeout) {
    proxy = FaultProxy.start(dynamoDb, seed);
    direct = DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb), 1);
    proxied =
        DynamoDbClients.forWriting(
            DynamoDbEndpoint.local(proxy.endpoint()), MAX_CONCURRENCY, attemptTimeout);
    TableSetup.ofStores(direct, name).ensure(new Billing.OnDemand());
  }

  FaultProxy proxy() {
    return proxy;
  }

  DynamoDbAsyncClient proxied() {
    return proxied;
  }

  String name() {
    return name;
  }

  void put(String storeNumber) {
    join(putAsync(storeNumber));
  }

  CompletableFuture<PutItemResponse> putAsync(String storeNumber) {
    return proxied.putItem(request -> request.tableName(name).item(item(storeNumber)));
  }

  /** Writes in one batch and returns the store numbers of the unprocessed items. */
  Set<String> batch(List<String> storeNumbers) {
    Map<String, List<WriteRequest>> unprocessed = join(batchAsync(storeNumbers)).unprocessedItems();
    return storeNumbers(
        unprocessed.getOrDefault(name, List.of()).stream().map(it -> it.putRequest().item()));
  }

  CompletableFuture<BatchWriteItemResponse> batchAsync(List<String> storeNumbers) {
    List<WriteRequest> writes =
        storeNumbers.stream()
            .map(it -> WriteRequest.builder().putRequest(put -> put.item(item(it))).build())
            .toList();
    return proxied.batchWriteItem(request -> request.requestItems(Map.of(name, writes)));
  }

  /** Returns the store numbers of the table's items. */
  Set<String> stored() {
    return storeNumbers(
        join(direct.scan(request -> request.tableName(name).consistentRead(true)))
            .items()
            .stream());
  }

  /** Returns how many writes have met each fault; faults without writes are left out. */
  Map<Fault, Long> injected() {
    Map<Fault, Long> injected = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      if (proxy.injected(fault) > 0) {
        injected.put(fault, proxy.injected(fault));
      }
    }
    return injected;
  }

  @Override
  public void close() {
    proxied.close();
    direct.close();
    proxy.close();
  }

  private static Map<String, AttributeValue> item(String storeNumber) {
    return Map.of(
        "StoreNumber",
        AttributeValue.fromS(storeNumber),
        "StoreName",
        AttributeValue.fromS("Café Ω"));
  }

  private static Set<String> storeNumbers(Stream<Map<String, AttributeValue>> items) {
    return items.map(StoreItems::storeNumberOf).collect(Collectors.toSet());
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SdkException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
