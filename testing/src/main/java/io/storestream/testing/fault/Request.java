package io.storestream.testing.fault;

import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A request of a client to DynamoDB.
 *
 * @param operation such as {@code PutItem}; empty if the request names none
 * @param headers as received
 * @param body JSON
 */
record Request(String operation, HttpHeaders headers, String body) {

  static final String BATCH_WRITE = "BatchWriteItem";

  private static final Set<String> WRITES = Set.of("PutItem", BATCH_WRITE);

  static Request of(LoggedRequest request) {
    String target = request.getHeader("X-Amz-Target");
    return new Request(
        target == null ? "" : target.substring(target.indexOf('.') + 1),
        request.getHeaders(),
        new String(request.getBody(), StandardCharsets.UTF_8));
  }

  boolean isWrite() {
    return WRITES.contains(operation);
  }

  Request withBody(String other) {
    return new Request(operation, headers, other);
  }
}
