package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.JavaCommand;
import io.storestream.cli.CommandFailedException;
import io.storestream.quickstart.Stores;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs that are measured. */
public final class Programs {

  /** How to build {@link #flink}. */
  public static final String FLINK_BUILD =
      "mvn -q -pl benchmarks/flink -am -Pflink package -DskipTests";

  /** As the launcher {@code stores} has them. */
  private static final List<String> LAUNCHER_OPTIONS =
      List.of("-XX:+UseParallelGC", "-Dstorestream.terminal=false");

  /** Flink's serializers look into classes of the JDK. */
  private static final List<String> FLINK_OPTIONS =
      List.of(
          "-XX:+UseParallelGC",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private Programs() {}

  /**
   * Returns a command of storestream as the launcher runs it: the jar of {@code quickstart} if this
   * program runs from its jar, and the class path of this process in tests.
   *
   * @param options options of the command, in any number of lists
   */
  @SafeVarargs
  public static JavaCommand storestream(String command, List<String>... options) {
    Path own = ownClasses();
    Path jar = own.resolveSibling("../../quickstart/target/quickstart.jar").normalize();
    if (Files.isRegularFile(own) && !Files.isRegularFile(jar)) {
      throw new CommandFailedException("%s does not exist: run `./stores --help`".formatted(jar));
    }
    List<String> program =
        Files.isRegularFile(own)
            ? List.of("-jar", jar.toString())
            : List.of("-cp", System.getProperty("java.class.path"), Stores.class.getName());
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    for (List<String> some : options) {
      arguments.addAll(some);
    }
    return new JavaCommand(LAUNCHER_OPTIONS, program, arguments, Map.of());
  }

  /** Returns whether {@link #flink} is built. */
  public static boolean isFlinkBuilt() {
    return Files.isRegularFile(flinkJar());
  }

  /** Returns Flink's Kafka source and DynamoDB sink. */
  static JavaCommand flink(List<String> arguments) {
    return new JavaCommand(
        FLINK_OPTIONS, List.of("-jar", flinkJar().toString()), arguments, Map.of());
  }

  /** Returns the variables that make a program use an emulator of DynamoDB. */
  public static Map<String, String> emulator(String endpoint) {
    return Map.of(
        "AWS_ENDPOINT_URL_DYNAMODB",
        endpoint,
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "local",
        "AWS_SECRET_ACCESS_KEY",
        "local");
  }

  /** Next to this module's jar, or to its classes. */
  private static Path flinkJar() {
    return ownClasses().resolveSibling("../flink/target/benchmarks-flink.jar").normalize();
  }

  private static Path ownClasses() {
    try {
      return Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
