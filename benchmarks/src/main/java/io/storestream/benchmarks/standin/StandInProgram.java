package io.storestream.benchmarks.standin;

import io.storestream.benchmarks.process.ParentWatch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The stand-in as a process: prints its endpoint and runs until its parent ends. */
public final class StandInProgram {

  private static final int STATEMENTS = 25;
  private static final String STATEMENT =
      "{\"Statement\":\"INSERT INTO \\\"WarmUp\\\" VALUE {%s}\",\"Parameters\":[%s]}"
          .formatted(
              "'Attribute': ?, ".repeat(16), "{\"S\":\"a text of some length\"},".repeat(16));

  private StandInProgram() {}

  /** Takes the latency in milliseconds, and the number of requests to warm up with. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ParentWatch.start();
    warmUp(Integer.parseInt(arguments[1]));
    StandIn standIn = StandIn.start(Duration.ofMillis(Long.parseLong(arguments[0])));
    System.out.println("listening at " + standIn.endpoint());
  }

  /** Lets the JVM compile what answers, so that the first contestant meets the same as the last. */
  private static void warmUp(int requests) throws IOException, InterruptedException {
    String body = "{\"Statements\":[" + (STATEMENT + ",").repeat(STATEMENTS) + "]}";
    try (StandIn standIn = StandIn.start(Duration.ZERO)) {
      HttpClient http = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(standIn.endpoint())
              .header("X-Amz-Target", "DynamoDB_20120810.BatchExecuteStatement")
              .POST(BodyPublishers.ofString(body))
              .build();
      for (int i = 0; i < requests; i++) {
        http.send(request, BodyHandlers.discarding());
      }
    }
  }
}
