package io.storestream.benchmarks.lookup;

import io.storestream.dynamodb.schema.StoresTable;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A question, as a path of the API and as a call of the SDK. */
enum Lookup {
  /** The store that every generated file has. */
  STORE("/v1/stores/2651-53179", 1, 32, 100_000, "One store") {
    @Override
    CompletableFuture<Integer> call(DynamoDbAsyncClient dynamoDb, String table) {
      return dynamoDb
          .getItem(
              GetItemRequest.builder()
                  .tableName(table)
                  .key(Map.of(StoresTable.STORE_NUMBER, AttributeValue.fromS("2651-53179")))
                  .build())
          .thenApply(answer -> answer.hasItem() ? 1 : 0);
    }
  },

  /** The first 100 stores of a country. */
  PAGE("/v1/stores?country=US&limit=100", 100, 8, 10_000, "A page of 100 stores") {
    @Override
    CompletableFuture<Integer> call(DynamoDbAsyncClient dynamoDb, String table) {
      return dynamoDb
          .query(
              QueryRequest.builder()
                  .tableName(table)
                  .indexName(StoresTable.LOCATION_INDEX)
                  .keyConditionExpression(StoresTable.COUNTRY + " = :country")
                  .expressionAttributeValues(Map.of(":country", AttributeValue.fromS("US")))
                  .limit(100)
                  .build())
          .thenApply(answer -> answer.items().size());
    }
  };

  private final String path;
  private final int stores;
  private final int inFlight;
  private final long requests;
  private final String description;

  Lookup(String path, int stores, int inFlight, long requests, String description) {
    this.path = path;
    this.stores = stores;
    this.inFlight = inFlight;
    this.requests = requests;
    this.description = description;
  }

  /** Returns the name in options and tables. */
  String label() {
    return name().toLowerCase(Locale.ROOT) + "-lookup";
  }

  /** Returns what is asked for, in words. */
  String description() {
    return description;
  }

  /** Returns the path and query of the API. */
  String path() {
    return path;
  }

  /** Returns how many stores the answer has. */
  int stores() {
    return stores;
  }

  /** Returns how many requests are sent at once. */
  int inFlight() {
    return inFlight;
  }

  /** Returns how many requests are measured at most; they take 10 to 30 s. */
  long requests() {
    return requests;
  }

  /** Asks DynamoDB directly; the future completes with the number of stores in the answer. */
  abstract CompletableFuture<Integer> call(DynamoDbAsyncClient dynamoDb, String table);
}
