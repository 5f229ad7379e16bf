package io.storestream.cli.option;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses an option of a duration in ISO 8601: {@code PT5M}, {@code PT30S}, {@code P1D}. Anything
 * else ends the command with {@link ExitCode#USAGE} and a message that names the option. {@link
 * CommandRunner} uses it for every option of the type {@link Duration}.
 */
public final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "a duration such as PT5M for five minutes or PT30S for thirty seconds");
    }
  }
}
