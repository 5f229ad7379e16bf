package io.storestream.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help that ends each option's description with its environment variable and default. */
public final class OptionHelp extends Help {

  public OptionHelp(CommandSpec command, ColorScheme colors) {
    super(command, colors);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer renderer = super.createDefaultOptionRenderer();
    return (option, label, colors) -> renderer.render(withSource(option), label, colors);
  }

  private static OptionSpec withSource(OptionSpec option) {
    List<String> source = new ArrayList<>();
    String variable = EnvironmentDefaults.variable(option);
    if (variable != null) {
      source.add(variable);
    }
    String defaultText = EnvironmentDefaults.defaultText(option);
    if (!defaultText.isEmpty()) {
      source.add("default: " + defaultText.replace("%", "%%"));
    }
    if (source.isEmpty()) {
      return option;
    }
    // option.description() is not used: it has lost the escapes that are still needed.
    OptionSpec.Builder copy = option.toBuilder();
    String description = String.join(" ", copy.description());
    return copy.description(description + " [" + String.join("; ", source) + "]").build();
  }
}
