package io.storestream.testing.fault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A response to the client.
 *
 * @param status the HTTP status
 * @param headers all headers except those of the connection
 * @param body JSON
 */
record Answer(int status, Map<String, List<String>> headers, String body) {

  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding");

  Answer {
    headers = Map.copyOf(headers);
  }

  /** Returns the response of DynamoDB. */
  static Answer of(HttpResponse<String> response) {
    Map<String, List<String>> headers = new HashMap<>(response.headers().map());
    headers.keySet().removeIf(name -> OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /** Returns a response that looks like DynamoDB's, with the checksum that clients verify. */
  static Answer of(int status, String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return new Answer(
        status,
        Map.of(
            "Content-Type", List.of("application/x-amz-json-1.0"),
            "x-amz-crc32", List.of(Long.toString(crc.getValue())),
            "x-amzn-RequestId", List.of(UUID.randomUUID().toString())),
        body);
  }

  /** Returns an error with a name that DynamoDB's API defines. */
  static Answer error(int status, String name) {
    return of(
        status,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"injected\"}"
            .formatted(name));
  }

  ResponseDefinitionBuilder toResponse() {
    ResponseDefinitionBuilder response =
        aResponse().withStatus(status).withBody(body.getBytes(StandardCharsets.UTF_8));
    headers.forEach((name, values) -> response.withHeader(name, values.toArray(String[]::new)));
    return response;
  }
}
