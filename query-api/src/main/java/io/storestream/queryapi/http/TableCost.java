package io.storestream.queryapi.http;

import io.javalin.http.Context;
import java.math.BigDecimal;

/** The headers that tell what an answer took of the table. */
public final class TableCost {

  /** How many requests to DynamoDB. */
  static final String REQUESTS = "Table-Requests";

  /** How many read units. */
  static final String READ_UNITS = "Table-Read-Units";

  private TableCost() {}

  /** Adds them to an answer. */
  public static void addTo(Context ctx, int requests, double readUnits) {
    ctx.header(REQUESTS, Integer.toString(requests));
    ctx.header(READ_UNITS, BigDecimal.valueOf(readUnits).stripTrailingZeros().toPlainString());
  }
}
