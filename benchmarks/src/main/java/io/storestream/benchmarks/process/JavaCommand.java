package io.storestream.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java program with its arguments, to be run in a separate process. Immutable.
 *
 * @param jvmOptions options of the JVM
 * @param program the options that name the program: {@code -jar FILE}, or {@code -cp PATH CLASS}
 * @param environment variables, added to those of this process
 */
public record JavaCommand(
    List<String> jvmOptions,
    List<String> program,
    List<String> arguments,
    Map<String, String> environment) {

  /** Takes copies. */
  public JavaCommand {
    jvmOptions = List.copyOf(jvmOptions);
    program = List.copyOf(program);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Returns a program of this project, with the class path of this process. */
  public static JavaCommand of(Class<?> main, String... arguments) {
    return new JavaCommand(
        List.of("-XX:+UseParallelGC"),
        List.of("-cp", System.getProperty("java.class.path"), main.getName()),
        List.of(arguments),
        Map.of());
  }

  /** Returns the program with more options of the JVM, which take precedence. */
  public JavaCommand withJvmOptions(String... options) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(List.of(options));
    return new JavaCommand(all, program, arguments, environment);
  }

  /** Returns the program with more variables. */
  public JavaCommand withEnvironment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new JavaCommand(jvmOptions, program, arguments, all);
  }

  ProcessBuilder toProcessBuilder() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(extraOptions());
    command.add("-Dlogback.configurationFile=logback.xml"); // not the one of tests
    command.addAll(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Only the benchmark sets options.
    builder.environment().keySet().removeIf(JavaCommand::isOption);
    builder.environment().putAll(environment);
    return builder;
  }

  /** Returns the options that the launcher {@code stores} takes from the environment. */
  private static List<String> extraOptions() {
    String options = System.getenv("STORES_JAVA_OPTS");
    return options == null || options.isBlank() ? List.of() : List.of(options.strip().split(" +"));
  }

  private static boolean isOption(String variable) {
    return variable.startsWith("KAFKA_")
        || (variable.startsWith("STORES_") && !variable.endsWith("LOG_LEVEL"));
  }
}
