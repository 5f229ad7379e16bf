package io.storestream.queryapi.route;

import io.javalin.http.Context;
import io.storestream.queryapi.http.problem.Json;
import io.storestream.queryapi.http.problem.Problem;
import io.storestream.queryapi.http.problem.ProblemException;
import io.storestream.queryapi.query.TableProbe;
import io.storestream.queryapi.render.Replies;

/** Answers whether the process runs and whether it can answer lookups. Thread-safe. */
public final class HealthRoutes {

  private final TableProbe probe;
  private final String table;
  private final Replies replies;

  public HealthRoutes(TableProbe probe, String table, Replies replies) {
    this.probe = probe;
    this.table = table;
    this.replies = replies;
  }

  /** Answers with 200 while the process runs. */
  void live(Context ctx) {
    Replies.send(ctx, up());
  }

  /** Answers with 200 if the tables answer, else with 503. */
  void ready(Context ctx) {
    replies.sendWhenReady(ctx, probe::answers, this::readiness);
  }

  private byte[] readiness(boolean answers) {
    if (!answers) {
      throw new ProblemException(
          Problem.unavailable("table " + table + " or its table of counts does not answer"));
    }
    return up();
  }

  private static byte[] up() {
    return Json.object(json -> json.writeStringField("status", "UP"));
  }
}
