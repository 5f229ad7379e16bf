package io.storestream.benchmarks.contestant;

import io.storestream.benchmarks.process.ProgramCommand;
import io.storestream.cli.CommandFailedException;
import io.storestream.quickstart.Stores;
import java.io.IOException;
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
      "mvn -q -Pflink -pl benchmarks/flink -am package -DskipTests";

  /**
   * Settings of a consumer whose group notices soon that it was killed, half of the shortest
   * session that brokers allow by default.
   */
  static final Map<String, String> SHORT_SESSION =
      Map.of("session.timeout.ms", "3000", "heartbeat.interval.ms", "500");

  private Programs() {}

  /**
   * Builds storestream if it is missing or older than its sources.
   *
   * @throws CommandFailedException if that fails
   */
  public static void build() {
    if (!isPackaged()) {
      return; // in tests
    }
    ProcessBuilder launcher = new ProcessBuilder(launcher().toString(), "--version");
    launcher.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    launcher.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      if (launcher.start().waitFor() != 0) {
        throw new CommandFailedException("storestream can't be built");
      }
    } catch (IOException e) {
      throw new CommandFailedException("can't run %s: %s".formatted(launcher(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /**
   * Returns a command of storestream: the launcher {@code stores} if this program runs from its
   * jar, otherwise, in tests, the class path of this process.
   *
   * @param options options of the command, in any number of lists
   */
  @SafeVarargs
  public static ProgramCommand storestream(String command, List<String>... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    for (List<String> some : options) {
      arguments.addAll(some);
    }
    if (!isPackaged()) {
      return ProgramCommand.java(Stores.class, arguments);
    }
    arguments.add(0, launcher().toString());
    return ProgramCommand.of(arguments);
  }

  /** Returns whether {@link #flink} is built. */
  public static boolean isFlinkBuilt() {
    return Files.isRegularFile(flinkJar());
  }

  /** Returns Flink's Kafka source and DynamoDB sink. */
  static ProgramCommand flink(List<String> arguments) {
    return ProgramCommand.java(
        List.of(
            // Its serializers look into classes of the JDK.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-jar",
            flinkJar().toString()),
        arguments);
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

  private static Path launcher() {
    return directory().resolve("../../stores").normalize();
  }

  private static Path flinkJar() {
    return directory().resolve("../flink/target/benchmarks-flink.jar").normalize();
  }

  private static boolean isPackaged() {
    return Files.isRegularFile(ownClasses());
  }

  /** Returns the directory {@code benchmarks/target} of the checkout. */
  private static Path directory() {
    return ownClasses().resolveSibling("");
  }

  private static Path ownClasses() {
    try {
      return Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
