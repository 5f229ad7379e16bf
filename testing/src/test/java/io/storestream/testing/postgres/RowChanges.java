package io.storestream.testing.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random changes of the table {@code stores}, in transactions of random length: rows are inserted,
 * updated, deleted, inserted again, and get other keys. The same seed makes the same changes. Used
 * by one thread.
 */
final class RowChanges implements AutoCloseable {

  private static final int MAX_IN_TRANSACTION = 30;

  private static final String PUT =
      """
      INSERT INTO stores (store_number, store_name, city, state, country, postcode, latitude)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (store_number) DO UPDATE
      SET store_name = excluded.store_name, city = excluded.city, postcode = excluded.postcode
      """;
  private static final String UPDATE =
      "UPDATE stores SET city = ?, phone_number = ?, longitude = ? WHERE store_number = ?";
  private static final String DELETE = "DELETE FROM stores WHERE store_number = ?";
  private static final String RENUMBER =
      """
      UPDATE stores SET store_number = ?
      WHERE store_number = ? AND NOT EXISTS (SELECT FROM stores WHERE store_number = ?)
      """;

  private final Random random;
  private final int stores;
  private final Connection connection;
  private int changes;

  /**
   * @param stores how many store numbers there are
   */
  RowChanges(StoreDatabase database, long seed, int stores) throws SQLException {
    this.random = new Random(seed);
    this.stores = stores;
    this.connection = database.connect();
    connection.setAutoCommit(false);
  }

  /** Changes rows until there were so many changes since the beginning, or some more. */
  void applyUpTo(int total) throws SQLException {
    while (changes < total) {
      int end = changes + 1 + random.nextInt(MAX_IN_TRANSACTION);
      while (changes < end) {
        changes += change();
      }
      connection.commit();
    }
  }

  /** Returns how many changes there were. */
  int count() {
    return changes;
  }

  private int change() throws SQLException {
    int kind = random.nextInt(100);
    if (kind < 30) {
      return execute(
          PUT,
          number(),
          "Store " + text(),
          "City " + text(),
          random.nextBoolean() ? "NE" : null,
          random.nextBoolean() ? "US" : "CA",
          text(),
          coordinate());
    }
    if (kind < 75) {
      return execute(UPDATE, "City " + text(), text(), coordinate(), number());
    }
    if (kind < 88) {
      return execute(DELETE, number());
    }
    String other = number();
    return execute(RENUMBER, other, number(), other);
  }

  private int execute(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  private String number() {
    return "S-" + random.nextInt(stores);
  }

  /** Of few, so that a row often returns to an earlier content. */
  private String text() {
    return Integer.toString(random.nextInt(20));
  }

  private double coordinate() {
    return (random.nextInt(90_000) - 45_000) / 1000.0;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
