package io.storestream.testing.fault;

import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A request of a client to DynamoDB.
 *
 * @param operation such as {@code BatchExecuteStatement}; empty if the request names none
 * @param headers as received
 * @param body JSON
 */
record Request(String operation, HttpHeaders headers, String body) {

  private static final String STATEMENTS = "BatchExecuteStatement";
  private static final String ITEMS = "BatchWriteItem";

  static Request of(LoggedRequest request) {
    String target = request.getHeader("X-Amz-Target");
    return new Request(
        target == null ? "" : target.substring(target.indexOf('.') + 1),
        request.getHeaders(),
        new String(request.getBody(), StandardCharsets.UTF_8));
  }

  boolean isWrite() {
    return operation.equals(STATEMENTS) || operation.equals(ITEMS);
  }

  /** Splits a write at random. */
  Split split(RandomGenerator random) {
    return operation.equals(ITEMS) ? SplitItems.of(body, random) : SplitBatch.of(body, random);
  }

  Request withBody(String other) {
    return new Request(operation, headers, other);
  }
}
