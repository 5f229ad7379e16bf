package io.storestream.quickstart;

/**
 * The environment for commands that use a running demo.
 *
 * @param kafkaPort port of the demo's broker
 * @param dynamoDbPort port of the demo's DynamoDB Local
 */
record DemoEnvironment(int kafkaPort, int dynamoDbPort) {

  static final int DEFAULT_KAFKA_PORT = 9092;
  static final int DEFAULT_DYNAMODB_PORT = 8000;

  /**
   * Returns the variables for a shell. The SDK requires region and credentials; the emulator
   * ignores them.
   */
  String exports() {
    return """
        export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:%d
        export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:%d
        export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
        """
        .formatted(kafkaPort, dynamoDbPort);
  }

  /** Returns the command that sets this environment in a shell. */
  String command() {
    return "eval \"$(./stores demo --env%s%s)\""
        .formatted(
            option("--kafka-port", kafkaPort, DEFAULT_KAFKA_PORT),
            option("--dynamodb-port", dynamoDbPort, DEFAULT_DYNAMODB_PORT));
  }

  private static String option(String name, int port, int defaultPort) {
    return port == defaultPort ? "" : " " + name + " " + port;
  }
}
