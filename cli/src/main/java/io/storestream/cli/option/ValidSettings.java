package io.storestream.cli.option;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Settings that a command builds from its options. */
public final class ValidSettings {

  private ValidSettings() {}

  /**
   * Returns the settings.
   *
   * @param command as picocli injects it
   * @param settings throws {@link IllegalArgumentException} if an option is out of its range
   * @throws ParameterException with the message of that exception
   */
  public static <T> T of(@Nullable CommandSpec command, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
