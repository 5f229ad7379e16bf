package io.storestream.benchmarks.flink;

import io.storestream.benchmarks.contestant.PeerEvent;
import io.storestream.benchmarks.contestant.UnusableEventException;
import io.storestream.benchmarks.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.dynamodb.sink.DynamoDbSink;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequest;
import org.apache.flink.connector.dynamodb.sink.DynamoDbWriteRequestType;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.streaming.api.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig.ExternalizedCheckpointCleanup;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Apache Flink's Kafka source and DynamoDB sink, chained in one task without copies, in a local
 * cluster with checkpoints. Reads a topic to its present end, or until it is killed.
 *
 * <p>One that is killed keeps its checkpoints and resumes from the newest when it is started again.
 * They are at-least-once: after a kill, writes since the newest checkpoint are repeated.
 */
public final class FlinkProgram {

  private static final int PARALLELISM = 2;
  private static final long CHECKPOINT_INTERVAL_MS = 10_000;

  /** Short, so that few writes are repeated after a kill. */
  private static final long RESUMABLE_CHECKPOINT_INTERVAL_MS = 1_000;

  private static final int BATCH = 25;

  /** The default of the sink, for each subtask. */
  private static final int MAX_IN_FLIGHT = 50;

  private final String bootstrapServers;
  private final String topic;
  private final String endpoint;
  private final String table;
  private final boolean skipUnusable;

  private FlinkProgram(String[] arguments) {
    bootstrapServers = arguments[0];
    topic = arguments[1];
    endpoint = arguments[2];
    table = arguments[3];
    skipUnusable = arguments.length > 5 && Boolean.parseBoolean(arguments[5]);
  }

  /**
   * Takes the broker, the topic, the endpoint, the table, and how often to read the topic. If the
   * number is 0, it reads on until it is killed, and also takes whether to skip unusable events,
   * and the directory of its checkpoints.
   */
  public static void main(String[] arguments) throws Exception {
    ParentWatch.start();
    FlinkProgram program = new FlinkProgram(arguments);
    int passes = Integer.parseInt(arguments[4]);
    if (passes == 0) {
      program.follow(Path.of(arguments[6]));
    }
    for (int pass = 0; pass < passes; pass++) {
      program.readOnce();
    }
    System.exit(0);
  }

  private void readOnce() throws Exception {
    StreamExecutionEnvironment environment = environment(new Configuration());
    environment.enableCheckpointing(CHECKPOINT_INTERVAL_MS);
    KafkaSource<PeerEvent> source =
        source(UUID.randomUUID().toString()).setBounded(OffsetsInitializer.latest()).build();
    execute(environment, source);
  }

  /** Goes on from the newest checkpoint, if there is one. A failure ends the process. */
  private void follow(Path checkpoints) throws Exception {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    config.set(
        ExecutionCheckpointingOptions.EXTERNALIZED_CHECKPOINT,
        ExternalizedCheckpointCleanup.RETAIN_ON_CANCELLATION);
    newest(checkpoints)
        .ifPresent(it -> config.set(SavepointConfigOptions.SAVEPOINT_PATH, it.toUri().toString()));
    StreamExecutionEnvironment environment = environment(config);
    environment.enableCheckpointing(
        RESUMABLE_CHECKPOINT_INTERVAL_MS, CheckpointingMode.AT_LEAST_ONCE);
    try {
      execute(environment, source(table).build());
    } catch (JobExecutionException e) {
      e.printStackTrace();
      boolean unusable =
          ExceptionUtils.findThrowableSerializedAware(
                  e, UnusableEventException.class, FlinkProgram.class.getClassLoader())
              .isPresent();
      System.exit(unusable ? UnusableEventException.EXIT_CODE : 1);
    }
  }

  /** Returns the directory of the newest complete checkpoint of all jobs. */
  private static Optional<Path> newest(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(it -> it.endsWith("_metadata"))
          .max(Comparator.comparing(it -> it.toFile().lastModified()))
          .map(Path::getParent);
    }
  }

  private static StreamExecutionEnvironment environment(Configuration config) {
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    config.set(RestOptions.ADDRESS, "127.0.0.1");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, config);
    environment.getConfig().enableObjectReuse();
    return environment;
  }

  private void execute(StreamExecutionEnvironment environment, KafkaSource<PeerEvent> source)
      throws Exception {
    environment.fromSource(source, WatermarkStrategy.noWatermarks(), "stores").sinkTo(sink());
    environment.execute("stores");
  }

  private KafkaSourceBuilder<PeerEvent> source(String group) {
    return KafkaSource.<PeerEvent>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(topic)
        .setGroupId(group)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new Events(skipUnusable));
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

  private record Events(boolean skipUnusable) implements KafkaRecordDeserializationSchema<PeerEvent> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<PeerEvent> out)
        throws IOException {
      try {
        out.collect(PeerEvent.read(record.key(), record.value(), record.timestamp()));
      } catch (UnusableEventException e) {
        if (!skipUnusable) {
          throw e;
        }
      }
    }

    @Override
    public TypeInformation<PeerEvent> getProducedType() {
      return TypeInformation.of(PeerEvent.class);
    }
  }

  private static final class Items implements ElementConverter<PeerEvent, DynamoDbWriteRequest> {

    private static final long serialVersionUID = 1L;

    @Override
    public DynamoDbWriteRequest apply(PeerEvent event, SinkWriter.Context context) {
      boolean delete = event.isDelete();
      return DynamoDbWriteRequest.builder()
          .setType(delete ? DynamoDbWriteRequestType.DELETE : DynamoDbWriteRequestType.PUT)
          .setItem(delete ? event.toKey() : event.toItem())
          .build();
    }
  }
}
