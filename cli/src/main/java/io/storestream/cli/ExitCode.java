package io.storestream.cli;

/** The exit codes of commands. */
public final class ExitCode {

  /** The command succeeded. */
  public static final int OK = 0;

  /** The command failed; a message states the cause. */
  public static final int FAILED = 1;

  /** An option is invalid; the message names it. */
  public static final int USAGE = 2;

  /** The command is complete, but some of its input was rejected and written to a rejects file. */
  public static final int INPUT_REJECTED = 3;

  private ExitCode() {}
}
