package io.storestream.testing.fault;

import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;

/**
 * A request of a client to DynamoDB.
 *
 * @param operation such as {@code BatchExecuteStatement}; empty if the request names none
 * @param headers as received
 * @param body JSON
 */
record Request(String operation, HttpHeaders headers, String body) {

  private static final String WRITE = "BatchExecuteStatement";

  static Request of(LoggedRequest request) {
    String target = request.getHeader("X-Amz-Target");
    return new Request(
        target == null ? "" : target.substring(target.indexOf('.') + 1),
        request.getHeaders(),
        new String(request.getBody(), StandardCharsets.UTF_8));
  }

  boolean isWrite() {
    return operation.equals(WRITE);
  }

  Request withBody(String other) {
    return new Request(operation, headers, other);
  }
}
