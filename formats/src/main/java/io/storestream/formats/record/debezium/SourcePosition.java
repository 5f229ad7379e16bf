package io.storestream.formats.record.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import io.storestream.model.event.Origin;
import io.storestream.model.event.Origin.Kind;
import java.math.BigInteger;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The position of a change in the log of its database. Which fields are there says which log it is:
 *
 * <pre>
 * PostgreSQL      lsn, sequence
 * MySQL, MariaDB  file, pos, row
 * SQL Server      commit_lsn, change_lsn, event_serial_no
 * Oracle          commit_scn, scn, ssn
 * MongoDB         ts_ms, ord
 * </pre>
 *
 * <p>A position is one number: of the transaction first, and of the change in it behind that. A
 * snapshot's read is before all changes of the transactions that end after it.
 */
final class SourcePosition {

  /** A decimal number of any length that an origin can hold. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,30}");

  /** Such as {@code mysql-bin.000003}. */
  private static final Pattern BINLOG = Pattern.compile("(.*)\\.([0-9]{1,18})");

  /** Such as {@code 00000027:00000758:0005}: of the log file, the block and the record. */
  private static final Pattern SQL_SERVER_LSN =
      Pattern.compile("(\\p{XDigit}{8}):(\\p{XDigit}{8}):(\\p{XDigit}{4})");

  private static final int SQL_SERVER_LSN_BITS = 80;
  private static final int ORACLE_SCN_BITS = 104; // 30 digits
  private static final long MILLIS_PER_SECOND = 1_000;

  private SourcePosition() {}

  /**
   * Returns where a change stands in its source; {@code null} if that is unknown.
   *
   * @param time of the change
   */
  static @Nullable Origin origin(SourceFields source, boolean isRead, Instant time) {
    Kind kind = isRead ? Kind.READ : Kind.CHANGE;
    String name =
        "%s/%s/%s".formatted(source.text("connector"), source.text("name"), source.text("db"));
    BigInteger lsn = number(source.get("lsn"));
    if (lsn != null) {
      return ofPostgresql(name, source.get("sequence"), kind, time, lsn);
    }
    BigInteger commitLsn = lsnOf(source.text("commit_lsn"));
    if (commitLsn != null) {
      return Origin.of(name, kind, time, ofSqlServer(source, kind, commitLsn));
    }
    Matcher binlog = BINLOG.matcher(source.text("file"));
    if (binlog.matches()) {
      BigInteger position =
          join(new BigInteger(binlog.group(2)), orZero(source.get("pos")), Long.SIZE);
      return Origin.of(
          name + '/' + binlog.group(1),
          kind,
          time,
          join(position, orZero(source.get("row")), Integer.SIZE));
    }
    BigInteger scn = number(source.get("scn"));
    if (scn != null) {
      return Origin.of(name, kind, time, ofOracle(source, kind, scn));
    }
    BigInteger ord = number(source.get("ord"));
    BigInteger millis = number(source.own("ts_ms"));
    return ord == null || millis == null
        ? null
        : Origin.of(
            name,
            kind,
            time,
            join(millis.divide(BigInteger.valueOf(MILLIS_PER_SECOND)), ord, Integer.SIZE));
  }

  /**
   * The sequence has the commit of the transaction before this one, and the position of the change.
   * A change can be before a commit that it follows, if its transaction was open then: so the
   * higher of both orders it among commits and snapshots. In the first transaction after a snapshot
   * there is no commit before.
   */
  private static Origin ofPostgresql(
      String name, JsonNode sequence, Kind kind, Instant time, BigInteger lsn) {
    if (kind == Kind.READ) {
      return Origin.of(name, kind, time, join(lsn, BigInteger.ZERO, Long.SIZE));
    }
    JsonNode parts = ConnectJson.readText(sequence.asText(""));
    BigInteger commit = number(parts.path(0));
    return Origin.of(
        name,
        parts.path(0).isNull() ? Kind.FIRST_CHANGE : kind,
        time,
        join(commit == null ? lsn : lsn.max(commit), lsn, Long.SIZE));
  }

  private static BigInteger ofSqlServer(SourceFields source, Kind kind, BigInteger commitLsn) {
    BigInteger change = kind == Kind.READ ? null : lsnOf(source.text("change_lsn"));
    BigInteger position =
        join(commitLsn, change == null ? BigInteger.ZERO : change, SQL_SERVER_LSN_BITS);
    return join(position, orZero(source.get("event_serial_no")), Integer.SIZE);
  }

  private static BigInteger ofOracle(SourceFields source, Kind kind, BigInteger scn) {
    if (kind == Kind.READ) {
      return join(join(scn, BigInteger.ZERO, ORACLE_SCN_BITS), BigInteger.ZERO, Integer.SIZE);
    }
    BigInteger commit = number(source.get("commit_scn"));
    return join(
        join(commit == null ? scn : commit, scn, ORACLE_SCN_BITS),
        orZero(source.get("ssn")),
        Integer.SIZE);
  }

  /** Returns a number that orders by the first part, and then by the second. */
  private static BigInteger join(BigInteger first, BigInteger second, int bitsOfSecond) {
    if (second.bitLength() > bitsOfSecond) {
      throw new IllegalArgumentException("the position in the source is out of range: " + second);
    }
    return first.shiftLeft(bitsOfSecond).or(second);
  }

  private static BigInteger orZero(JsonNode value) {
    BigInteger number = number(value);
    return number == null ? BigInteger.ZERO : number;
  }

  /** Returns a whole number, also in a text; {@code null} if it is none. */
  private static @Nullable BigInteger number(JsonNode value) {
    String text = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
    return NUMBER.matcher(text).matches() ? new BigInteger(text) : null;
  }

  private static @Nullable BigInteger lsnOf(String text) {
    Matcher lsn = SQL_SERVER_LSN.matcher(text);
    return lsn.matches() ? new BigInteger(lsn.group(1) + lsn.group(2) + lsn.group(3), 16) : null;
  }
}
