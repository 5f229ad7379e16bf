package io.storestream.testing.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A PostgreSQL server on a free port with logical decoding and an empty table {@code stores}.
 *
 * <p>PostgreSQL refuses to run as root. The library then starts it in a user namespace, by {@code
 * unshare}, so this works as any user where such namespaces are allowed.
 */
final class StoreDatabase implements AutoCloseable {

  /** Deletes tell the key alone, which is PostgreSQL's default. */
  private static final String TABLE =
      """
      CREATE TABLE stores (
        store_number   text PRIMARY KEY,
        store_name     text,
        street_address text,
        city           text,
        state          text,
        country        text NOT NULL,
        postcode       text,
        phone_number   text,
        longitude      numeric(9, 6),
        latitude       numeric(8, 6)
      )
      """;

  private final EmbeddedPostgres server;

  private StoreDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server; once this returns, the table exists. */
  static StoreDatabase start() throws SQLException {
    EmbeddedPostgres server;
    try {
      server = EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start PostgreSQL; as root it needs unshare -U", e);
    }
    StoreDatabase database = new StoreDatabase(server);
    try {
      database.execute(TABLE);
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** Returns a connection that commits each statement. */
  Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  /** Runs a statement. */
  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the position in the log after all that is committed. */
  String position() throws SQLException {
    return query("SELECT pg_current_wal_lsn()");
  }

  /** Returns whether the connector will not read again what is before a position. */
  boolean isConfirmed(String position) throws SQLException {
    return query(
            "SELECT coalesce(bool_or(confirmed_flush_lsn > '%s'), false) FROM pg_replication_slots"
                .formatted(position))
        .equals("t");
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Returns where the connector finds the server. */
  Map<String, String> connectorSettings() {
    return Map.of(
        "database.hostname", "127.0.0.1", "database.port", Integer.toString(server.getPort()));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
