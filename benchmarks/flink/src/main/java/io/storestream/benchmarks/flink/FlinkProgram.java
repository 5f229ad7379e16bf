package io.storestream.benchmarks.flink;

import io.storestream.benchmarks.contestant.PeerEvent;
import io.storestream.benchmarks.process.ParentWatch;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.dynamodb.sink.DynamoDbSink;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequest;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequestType;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Apache Flink's Kafka source and DynamoDB sink, chained in one task without copies, in a local
 * cluster with checkpoints. Reads a topic to its present end.
 */
public final class FlinkProgram {

  private static final int PARALLELISM = 2;
  private static final long CHECKPOINT_INTERVAL_MS = 10_000;
  private static final int BATCH = 25;

  /** The default of the sink, for each subtask. */
  private static final int MAX_IN_FLIGHT = 50;

  private final String bootstrapServers;
  private final String topic;
  private final String endpoint;
  private final String table;

  private FlinkProgram(String[] arguments) {
    bootstrapServers = arguments[0];
    topic = arguments[1];
    endpoint = arguments[2];
    table = arguments[3];
  }

  /** Takes the broker, the topic, the endpoint, the table, and how often to read the topic. */
  public static void main(String[] arguments) throws Exception {
    ParentWatch.start();
    FlinkProgram program = new FlinkProgram(arguments);
    for (int pass = 0; pass < Integer.parseInt(arguments[4]); pass++) {
      program.run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Configuration config = new Configuration();
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    config.set(RestOptions.ADDRESS, "127.0.0.1");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, config);
    environment.enableCheckpointing(CHECKPOINT_INTERVAL_MS);
    environment.getConfig().enableObjectReuse();
    environment.fromSource(source(), WatermarkStrategy.noWatermarks(), "stores").sinkTo(sink());
    environment.execute("stores");
  }

  private KafkaSource<PeerEvent> source() {
    return KafkaSource.<PeerEvent>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(topic)
        .setGroupId(UUID.randomUUID().toString())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest())
        .setValueOnlyDeserializer(new Events())
        .build();
  }

  private DynamoDbSink<PeerEvent> sink() {
    Properties aws = new Properties();
    aws.setProperty("aws.region", "us-east-1");
    aws.setProperty("aws.endpoint", endpoint);
    aws.setProperty("aws.credentials.provider", "BASIC");
    aws.setProperty("aws.credentials.provider.basic.accesskeyid", "local");
    aws.setProperty("aws.credentials.provider.basic.secretkey", "local");
    aws.setProperty("aws.http.protocol.version", "HTTP1_1");
    return DynamoDbSink.<PeerEvent>builder()
        .setTableName(table)
        .setDynamoDbProperties(aws)
        .setElementConverter(new Items())
        .setOverwriteByPartitionKeys(List.of("StoreNumber"))
        .setMaxBatchSize(BATCH)
        .setMaxInFlightRequests(MAX_IN_FLIGHT)
        .build();
  }

  private static final class Events extends AbstractDeserializationSchema<PeerEvent> {

    private static final long serialVersionUID = 1L;

    @Override
    public PeerEvent deserialize(byte[] message) throws IOException {
      return PeerEvent.parse(message);
    }
  }

  private static final class Items implements ElementConverter<PeerEvent, DynamoDbWriteRequest> {

    private static final long serialVersionUID = 1L;

    @Override
    public DynamoDbWriteRequest apply(PeerEvent event, SinkWriter.Context context) {
      return DynamoDbWriteRequest.builder()
          .setType(DynamoDbWriteRequestType.PUT)
          .setItem(event.toItem())
          .build();
    }
  }
}
