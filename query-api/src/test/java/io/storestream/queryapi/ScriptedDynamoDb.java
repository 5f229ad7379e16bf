package io.storestream.queryapi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/** A DynamoDB whose reads by key are answered by the test, one after the other. */
public final class ScriptedDynamoDb implements DynamoDbAsyncClient {

  private final Deque<CompletableFuture<GetItemResponse>> requests = new ArrayDeque<>();

  @Override
  public synchronized CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
    CompletableFuture<GetItemResponse> answer = new CompletableFuture<>();
    requests.add(answer);
    return answer;
  }

  /** How many requests have been made that the test has not taken yet. */
  public synchronized int pending() {
    return requests.size();
  }

  /** Takes the oldest request, for the test to answer. */
  public synchronized CompletableFuture<GetItemResponse> take() {
    return requests.remove();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
