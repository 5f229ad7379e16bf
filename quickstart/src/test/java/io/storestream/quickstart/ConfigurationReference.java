package io.storestream.quickstart;

import io.storestream.cli.ExitCode;
import io.storestream.cli.option.EnvironmentDefaults;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The reference of all commands, options, variables and exit codes, generated from the commands.
 */
final class ConfigurationReference {

  private static final int LINE_LENGTH = 120;

  private static final Map<Integer, String> EXIT_CODES =
      Map.of(
          ExitCode.OK, "The command did all that it was asked.",
          ExitCode.FAILED, "The command failed; a message says why.",
          ExitCode.USAGE, "An option or its value is wrong; a message names it.",
          ExitCode.INPUT_REJECTED, "The command is done, but could not use some of its input.");

  private final StringBuilder markdown = new StringBuilder();

  private ConfigurationReference() {}

  /** Returns the reference as Markdown. */
  static String generate() {
    ConfigurationReference reference = new ConfigurationReference();
    reference.addIntroduction();
    reference.addSubcommands(new CommandLine(Stores.class));
    // Links are written relative to the project's root, so that they are checked here too.
    return reference.markdown.toString().replace("(docs/", "(../");
  }

  private void addIntroduction() {
    markdown.append(
        """
        # Configuration

        <!-- Generated from the commands: CONTRIBUTING says how to renew it. -->

        """);
    addParagraph(
        "Each option has the environment variable beside it. An option that is given takes precedence over its"
            + " variable. Flags take `true` or `false` from their variables. Durations are as in ISO 8601: `PT5M` is five"
            + " minutes.");
    addParagraph(
        "[Logs and the JVM](docs/operating/run.md#logs-and-the-jvm) lists the variables that have no option, such as"
            + " `STORES_LOG_LEVEL` and `STORES_JAVA_OPTS`. AWS settings come from the SDK's own chain: see [against Kafka"
            + " and AWS](docs/operating/run.md#against-kafka-and-aws). All commands have `--help` and `--version`.");
    markdown.append("## Exit codes\n\n| code | meaning |\n| --- | --- |\n");
    EXIT_CODES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> addRow(it.getKey().toString(), it.getValue()));
  }

  private void addSubcommands(CommandLine parent) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (command.getCommandSpec().userObject() instanceof HelpCommand) {
        continue;
      }
      if (command.getSubcommands().isEmpty()) {
        addCommand(command.getCommandSpec());
      } else {
        addSubcommands(command);
      }
    }
  }

  private void addCommand(CommandSpec command) {
    markdown.append("\n## `").append(command.qualifiedName());
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      String label = parameter.paramLabel() + (parameter.arity().isVariable() ? "…" : "");
      markdown.append(' ').append(parameter.arity().min() == 0 ? "[" + label + "]" : label);
    }
    markdown.append("`\n\n");
    addDescription(command);
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      addParagraph("`" + parameter.paramLabel() + "`: " + text(parameter.description()));
    }
    markdown.append("| option | variable | default | meaning |\n| --- | --- | --- | --- |\n");
    command.options().stream()
        .filter(it -> !it.usageHelp() && !it.versionHelp())
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(this::addOption);
    Map<String, String> exitCodes = command.usageMessage().exitCodeList();
    if (!exitCodes.isEmpty()) {
      markdown.append("\n| exit code | meaning |\n| --- | --- |\n");
      exitCodes.forEach((code, meaning) -> addRow(code, meaning));
    }
  }

  /** Adds the first paragraph; `--help` shows all of them. */
  private void addDescription(CommandSpec command) {
    String paragraph =
        Arrays.stream(command.usageMessage().description())
            .takeWhile(it -> !it.isEmpty())
            .collect(Collectors.joining(" "));
    addParagraph(paragraph.replace("%%", "%"));
  }

  private void addOption(OptionSpec option) {
    String variable = EnvironmentDefaults.variable(option);
    String defaultText = EnvironmentDefaults.defaultText(option);
    boolean isFlag = option.arity().max() == 0;
    addRow(
        code(isFlag ? option.longestName() : option.longestName() + " " + option.paramLabel()),
        variable == null ? "" : code(variable),
        defaultText.isEmpty() ? "" : code(defaultText),
        text(option.description()));
  }

  private void addRow(String... cells) {
    markdown.append(
        Arrays.stream(cells)
            .map(it -> it.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n"))
            .replace("|  |", "| |"));
  }

  private void addParagraph(String text) {
    int length = 0;
    for (String word : text.split(" ", -1)) {
      if (length > 0 && length + 1 + word.length() > LINE_LENGTH) {
        markdown.append('\n');
        length = 0;
      } else if (length > 0) {
        markdown.append(' ');
        length++;
      }
      markdown.append(word);
      length += word.length();
    }
    markdown.append("\n\n");
  }

  private static String text(String[] description) {
    return String.join(" ", List.of(description));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
