package io.storestream.cli;

/** How a command ended, for the shell. */
public final class ExitCode {

  /** All went well. */
  public static final int OK = 0;

  /** The command could not do what it was asked; a message says why. */
  public static final int FAILED = 1;

  /** The options make no sense; the message names the one. */
  public static final int USAGE = 2;

  /** The command is through, but some of its input was rejected and stands in a rejects file. */
  public static final int INPUT_REJECTED = 3;

  private ExitCode() {}
}
