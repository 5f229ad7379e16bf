package io.storestream.quickstart;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.storestream.dynamodb.client.DynamoDbClients;
import io.storestream.dynamodb.client.DynamoDbEndpoint;
import io.storestream.dynamodb.schema.Billing;
import io.storestream.dynamodb.schema.TableSetup;
import io.storestream.localstack.EmbeddedDynamoDb;
import io.storestream.queryapi.QueryApi;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The reading half of the demo: DynamoDB Local with the table, and the query API. */
final class DemoLookups implements AutoCloseable {

  private static final int READ_CONNECTIONS = 50;

  private final EmbeddedDynamoDb server;
  private final DynamoDbAsyncClient reader;
  private final QueryApi api;

  private DemoLookups(EmbeddedDynamoDb server, String table, PrometheusMeterRegistry registry) {
    this.server = server;
    this.reader =
        DynamoDbClients.forReading(DynamoDbEndpoint.local(server.endpoint()), READ_CONNECTIONS);
    this.api = new QueryApi(reader, table, registry);
  }

  /**
   * Starts both. Once this returns, the table exists and the API answers.
   *
   * @throws io.storestream.cli.CommandFailedException if a port is taken; the message names it and
   *     its option
   */
  static DemoLookups start(
      DemoPorts ports,
      DemoDirectories directories,
      String table,
      PrometheusMeterRegistry registry) {
    EmbeddedDynamoDb server =
        DemoPorts.bind(
            "--dynamodb-port",
            () ->
                directories
                    .dynamoDb()
                    .map(dataDir -> EmbeddedDynamoDb.start(ports.dynamoDb(), dataDir))
                    .orElseGet(() -> EmbeddedDynamoDb.start(ports.dynamoDb())));
    DemoLookups lookups = new DemoLookups(server, table, registry);
    try {
      TableSetup.ofStores(lookups.reader, table).ensure(new Billing.OnDemand());
      lookups.api.start(QueryApi.DEFAULT_HOST, ports.http());
      return lookups;
    } catch (RuntimeException e) {
      lookups.close();
      throw e;
    }
  }

  URI dynamoDbEndpoint() {
    return server.endpoint();
  }

  DynamoDbAsyncClient reader() {
    return reader;
  }

  /** Returns the URL of the query API, without a trailing slash. */
  String url() {
    return "http://localhost:" + api.port();
  }

  @Override
  public void close() {
    api.close();
    reader.close();
    server.close();
  }
}
