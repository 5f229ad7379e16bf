package io.storestream.cli.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Explains an invalid value of an option without terms of Java. A converter of this project states
 * the expected value as the message of its {@link TypeConversionException}, such as "a port from 0
 * to 65535".
 */
public final class InvalidValue {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");

  private InvalidValue() {}

  /**
   * Returns a message such as {@code --limit must be a whole number, not 'ten'}. If the value came
   * from the environment, the message also names the variable.
   *
   * @return {@code null} if the mistake is not an invalid value
   */
  public static @Nullable String explain(ParameterException mistake) {
    if (!(mistake.getCause() instanceof TypeConversionException cause)
        || !(mistake.getArgSpec() instanceof OptionSpec option)
        || mistake.getValue() == null) {
      return null;
    }
    return "%s must be %s, not '%s'"
        .formatted(
            source(option, mistake),
            expected(option, mistake.getValue(), cause),
            mistake.getValue());
  }

  private static String source(OptionSpec option, ParameterException mistake) {
    // With the arguments of @files in place of the files.
    List<String> arguments = mistake.getCommandLine().getParseResult().expandedArgs();
    String variable = EnvironmentDefaults.variable(option);
    String name = option.longestName();
    boolean isGiven =
        arguments.stream().anyMatch(it -> it.equals(name) || it.startsWith(name + "="));
    return isGiven || variable == null ? name : "%s (from %s)".formatted(name, variable);
  }

  private static String expected(ArgSpec option, String value, TypeConversionException cause) {
    Class<?> type = option.type();
    if (option.converters().length > 0) {
      return String.valueOf(cause.getMessage());
    }
    if (type == int.class || type == long.class) {
      if (!WHOLE_NUMBER.matcher(value).matches()) {
        return "a whole number";
      }
      return "a whole number from %d to %d"
          .formatted(
              type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE,
              type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }
    if (type == double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(it -> it.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" or "));
    }
    return String.valueOf(cause.getMessage());
  }
}
