package io.storestream.cli.option;

import io.storestream.cli.CommandRunner;
import java.lang.reflect.AnnotatedElement;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes options that are not given from the environment. The variable of {@code --max-ahead} is
 * {@code STORES_MAX_AHEAD}; {@link EnvironmentVariable} names the exceptions. Without the variable,
 * the option keeps the initial value of its field, which is therefore the only place where a
 * default is declared. {@link CommandRunner} uses this class for all commands.
 *
 * <p>A flag needs {@code fallbackValue = "true"}: otherwise picocli inverts the default of a given
 * flag, and the environment may have set that default to {@code true}.
 *
 * <p>Immutable and thread-safe.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {

  private static final String PREFIX = "STORES_";

  private final Function<String, @Nullable String> environment;

  /**
   * Creates a provider.
   *
   * @param environment returns the value of a variable, or {@code null} if it is not set
   */
  public EnvironmentDefaults(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** Returns the value of the variable, or {@code null} for the option's initial value. */
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String variable = variable(argument);
    String value = variable == null ? null : environment.apply(variable);
    // picocli replaces ${…} in the values of a provider.
    return value == null ? null : value.replace("$", "$$");
  }

  /**
   * Returns the environment variable of an option.
   *
   * @return {@code null} for parameters, for {@code --help} and {@code --version}, and for options
   *     that have no variable
   */
  public static @Nullable String variable(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    EnvironmentVariable explicit =
        option.userObject() instanceof AnnotatedElement field
            ? field.getAnnotation(EnvironmentVariable.class)
            : null;
    if (explicit == null) {
      String name = option.longestName().substring("--".length());
      return PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
    return explicit.value().isEmpty() ? null : explicit.value();
  }

  /**
   * Returns the default of an option for people to read: {@code ~} stands for the home directory.
   *
   * @return an empty text if there is none, or if the option is a flag, which takes no value
   */
  public static String defaultText(OptionSpec option) {
    Object value = option.initialValue();
    if (value == null || option.arity().max() == 0 || value.getClass().isArray()) {
      return "";
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return String.valueOf(number.longValue());
    }
    String home = System.getProperty("user.home", "");
    String text = value.toString();
    return !home.isEmpty() && text.startsWith(home) ? "~" + text.substring(home.length()) : text;
  }
}
