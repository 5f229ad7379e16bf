package io.storestream.cli.option;

import io.storestream.cli.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses an option of a TCP port from 0 to 65535; 0 stands for any free port. Any other value ends
 * the command with {@link ExitCode#USAGE} and a message that names the option.
 *
 * <pre>{@code
 * @Option(names = "--http-port", converter = PortConverter.class)
 * private int port;
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class PortConverter implements ITypeConverter<Integer> {

  private static final int MAX_PORT = 65_535;

  /** Creates a converter; for picocli. */
  public PortConverter() {}

  @Override
  public Integer convert(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Explained below.
    }
    throw new TypeConversionException("a port from 0 to " + MAX_PORT);
  }
}
