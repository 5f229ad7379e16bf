package io.storestream.ingester.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.localstack.SharedBackends;
import org.junit.jupiter.api.Test;

/** Which tables have an index by geohash. */
class IngestTablesTest {

  private final DynamoDbEndpoint endpoint =
      DynamoDbEndpoint.local(SharedBackends.dynamoDb().endpoint());

  @Test
  void shouldAddTheIndexToATableThatHasNone() {
    String table = "geoAdded";
    ensure(table, false);
    assertThat(hasCells(table)).isFalse();

    ensure(table, true);

    assertThat(hasCells(table)).isTrue();
  }

  @Test
  void shouldRefuseAnIndexWhoseCountsItWouldLeaveWrong() {
    String table = "geoRefused";
    ensure(table, true);

    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> ensure(table, false))
        .withMessage(
            "table geoRefused has index StoreCellIndex, and --geo false leaves its counts of cells"
                + " as they are: delete the index, or omit --geo false");
  }

  private void ensure(String table, boolean geo) {
    try (IngestTables tables = new IngestTables(endpoint, table, geo)) {
      var unused = tables.ensure(new Billing.OnDemand());
    }
  }

  private boolean hasCells(String table) {
    try (IngestTables tables = new IngestTables(endpoint, table, true)) {
      return tables.present().stores().hasCells();
    }
  }
}
