package io.storestream.testing.fault;

import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.item.StoreItems;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A separate table that is written through a separate proxy and read without it. */
final class ProxiedTable implements AutoCloseable {

  static final Duration PATIENT = Duration.ofSeconds(30);

  private static final int MAX_CONCURRENCY = 64;

  private final String name = "T" + UUID.randomUUID();
  private final FaultProxy proxy;
  private final DynamoDbAsyncClient direct;
  private final DynamoDbAsyncClient proxied;
  private final Duration attemptTimeout;

  ProxiedTable(URI dynamoDb, long seed, Duration attemptTimeout) {
    proxy = FaultProxy.start(dynamoDb, seed);
    direct = DynamoDbClients.forReading(DynamoDbEndpoint.local(dynamoDb), 1);
    proxied = DynamoDbClients.forWriting(DynamoDbEndpoint.local(proxy.endpoint()), MAX_CONCURRENCY);
    this.attemptTimeout = attemptTimeout;
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

  /**
   * Writes in one request and returns the store numbers of the refused statements, each with its
   * error code, in the order of the request.
   */
  Map<String, String> write(String... storeNumbers) {
    List<BatchStatementResponse> responses = join(writeAsync(storeNumbers)).responses();
    if (responses.size() != storeNumbers.length) {
      throw new IllegalStateException("not one response for each statement: " + responses);
    }
    Map<String, String> refused = new LinkedHashMap<>();
    for (int i = 0; i < responses.size(); i++) {
      BatchStatementError error = responses.get(i).error();
      if (error != null) {
        refused.put(storeNumbers[i], error.codeAsString());
      }
    }
    return refused;
  }

  /** Puts items in one request and returns the store numbers of the unprocessed ones. */
  Set<String> putItems(List<String> storeNumbers) {
    List<WriteRequest> puts =
        storeNumbers.stream()
            .map(it -> Map.of("StoreNumber", AttributeValue.fromS(it)))
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();
    return join(proxied.batchWriteItem(request -> request.requestItems(Map.of(name, puts))))
        .unprocessedItems()
        .getOrDefault(name, List.of())
        .stream()
        .map(it -> StoreItems.storeNumberOf(it.putRequest().item()))
        .collect(Collectors.toSet());
  }

  CompletableFuture<BatchExecuteStatementResponse> writeAsync(String... storeNumbers) {
    return proxied.batchExecuteStatement(
        request ->
            request
                .statements(Stream.of(storeNumbers).map(it -> insert(name, it)).toList())
                .overrideConfiguration(config -> config.apiCallAttemptTimeout(attemptTimeout)));
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

  /** Returns the statement that writes a store to a table. */
  static BatchStatementRequest insert(String table, String storeNumber) {
    return BatchStatementRequest.builder()
        .statement("INSERT INTO \"%s\" VALUE {'StoreNumber': ?, 'StoreName': ?}".formatted(table))
        .parameters(AttributeValue.fromS(storeNumber), AttributeValue.fromS("Café Ω"))
        .build();
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
