package io.storestream.queryapi;

import io.javalin.http.Context;

/** Whether the process runs, and whether it can answer. Thread-safe. */
final class HealthRoutes {

  private final TableProbe probe;
  private final String table;
  private final Replies replies;

  HealthRoutes(TableProbe probe, String table, Replies replies) {
    this.probe = probe;
    this.table = table;
    this.replies = replies;
  }

  /** Answers as long as the process runs. */
  void live(Context ctx) {
    Replies.send(ctx, up());
  }

  /** Answers with 200 while the tables do, else with 503. */
  void ready(Context ctx) {
    replies.sendWhenReady(ctx, probe::answers, this::readiness);
  }

  private byte[] readiness(boolean answers) {
    if (!answers) {
      throw new ProblemException(
          Problem.unavailable("table " + table + ", or that of its counts, does not answer"));
    }
    return up();
  }

  private static byte[] up() {
    return Json.object(json -> json.writeStringField("status", "UP"));
  }
}
