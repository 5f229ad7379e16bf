package io.storestream.queryapi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request and its answer, to be validated against the contract.
 *
 * @param target path and query as they were sent
 * @param headers of the answer, under names in lower case
 * @param body without any transfer coding; empty if there is none
 */
public record Exchange(
    String method, String target, int status, Map<String, List<String>> headers, String body) {

  public Exchange {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
    headers = lower;
  }

  /** Takes apart what a socket saw: one request line, and one whole answer. */
  public static Exchange parse(String request, String response) {
    String[] requestLine = request.split("\r\n", 2)[0].split(" ", 3);
    String[] headAndBody = response.split("\r\n\r\n", 2);
    String[] head = headAndBody[0].split("\r\n");
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : List.of(head).subList(1, head.length)) {
      String[] field = line.split(":", 2);
      headers.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1].strip());
    }
    String body =
        headers.containsKey("Transfer-Encoding") && !headAndBody[1].isEmpty()
            ? joined(headAndBody[1])
            : headAndBody[1];
    return new Exchange(
        requestLine[0],
        requestLine.length > 1 ? requestLine[1] : "",
        Integer.parseInt(head[0].substring("HTTP/1.1 ".length()).substring(0, 3)),
        headers,
        body);
  }

  private static String joined(String chunked) {
    // Chunks are counted in bytes.
    byte[] bytes = chunked.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int at = 0;
    for (int size = -1; size != 0; ) {
      int line = at;
      while (bytes[at] != '\r') {
        at++;
      }
      size = Integer.parseInt(new String(bytes, line, at - line, StandardCharsets.US_ASCII), 16);
      joined.write(bytes, at + 2, size);
      at += 2 + size + 2;
    }
    return joined.toString(StandardCharsets.UTF_8);
  }

  /** Returns the path alone. Fragments have no business in a request, and are passed over. */
  public String path() {
    return target.split("[?#]", 2)[0];
  }

  /** Returns the first value of a field of the answer, or nothing. */
  public String header(String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  /** Returns the media type of the body without parameters, or nothing. */
  public String mediaType() {
    return header("content-type").split(";", 2)[0].strip();
  }
}
