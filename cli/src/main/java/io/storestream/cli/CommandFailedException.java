package io.storestream.cli;

/**
 * Ends a command with exit code {@link ExitCode#FAILED} and a message for the user: the cause and,
 * if known, the remedy. No stack trace is shown.
 */
public class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message cause and remedy, in lower case and without a full stop
   */
  public CommandFailedException(String message) {
    super(message);
  }

  /**
   * @param message cause and remedy, in lower case and without a full stop
   * @param cause shown only when debugging
   */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
