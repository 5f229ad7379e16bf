package io.storestream.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program with its arguments, to be run in a separate process. Immutable.
 *
 * @param line the program and its arguments
 * @param environment variables, added to those of this process
 */
public record ProgramCommand(List<String> line, Map<String, String> environment) {

  /**
   * Options of the JVM for all programs, after those of each; the launcher {@code stores} has it.
   */
  private static final String JVM_OPTIONS = "STORES_JAVA_OPTS";

  /** Takes copies. */
  public ProgramCommand {
    line = List.copyOf(line);
    environment = Map.copyOf(environment);
  }

  /** Returns a program without variables. */
  public static ProgramCommand of(List<String> line) {
    return new ProgramCommand(line, Map.of());
  }

  /** Returns a program of this project, with the class path of this process. */
  public static ProgramCommand java(Class<?> main, List<String> arguments) {
    List<String> options =
        List.of(
            "-Dlogback.configurationFile=logback.xml", // not the one of tests
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    return java(options, arguments);
  }

  /** Returns a program of this project, with the class path of this process. */
  public static ProgramCommand java(Class<?> main, String... arguments) {
    return java(main, List.of(arguments));
  }

  /**
   * Returns a Java program.
   *
   * @param options options of the JVM and the ones that name the program
   */
  public static ProgramCommand java(List<String> options, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:+UseParallelGC");
    String more = System.getenv(JVM_OPTIONS);
    if (more != null && !more.isBlank()) {
      line.addAll(List.of(more.strip().split(" +")));
    }
    line.addAll(options);
    line.addAll(arguments);
    return of(line);
  }

  /** Returns the program with more variables. */
  public ProgramCommand withEnvironment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new ProgramCommand(line, all);
  }

  ProcessBuilder toProcessBuilder() {
    ProcessBuilder builder = new ProcessBuilder(line);
    // Only the benchmark sets options of commands.
    builder.environment().keySet().removeIf(ProgramCommand::isOption);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home")); // for the launcher
    builder.environment().putAll(environment);
    return builder;
  }

  private static boolean isOption(String variable) {
    return variable.startsWith("KAFKA_")
        || (variable.startsWith("STORES_")
            && !variable.equals(JVM_OPTIONS)
            && !variable.endsWith("LOG_LEVEL"));
  }
}
