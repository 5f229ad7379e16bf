package io.storestream.quickstart.generate;

import io.storestream.cli.CommandFailedException;
import io.storestream.cli.ExitCode;
import io.storestream.cli.Progress;
import io.storestream.cli.option.EnvironmentVariable;
import io.storestream.cli.option.ValidSettings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code generate} command: options in, a CSV file on standard output, exit code 0.
 *
 * <p>Progress of a large file is shown on standard error.
 *
 * <p>A reader that closes the pipe ({@code stores generate | head}) is a success too. Any other
 * failure to write, such as a full disk, is a {@link CommandFailedException}.
 */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description =
        "Writes a realistic CSV of stores to standard output. The same options give the same"
            + " bytes.")
public final class GenerateCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Fewer stores take a moment, and may go to a terminal, where a progress bar is in the way. */
  private static final long MIN_STORES_FOR_PROGRESS = 100_000;

  @Option(names = "--stores", paramLabel = "N", description = "Number of stores, from 1.")
  @EnvironmentVariable("STORES_GENERATE_STORES")
  private long stores = 1000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Whole number; another seed makes another file.")
  @EnvironmentVariable("STORES_GENERATE_SEED")
  private long seed = 1;

  @Option(
      names = "--changes",
      paramLabel = "PERCENT",
      description =
          "Write a second edition of the same stores, in which this many percent differ: a"
              + " new name, phone number, owner, street or city.")
  @EnvironmentVariable("STORES_GENERATE_CHANGES")
  private double changes;

  @Option(
      names = "--closures",
      paramLabel = "PERCENT",
      description =
          "Write a second edition of the same stores, in which this many percent are missing.")
  @EnvironmentVariable("STORES_GENERATE_CLOSURES")
  private double closures;

  @Spec private @Nullable CommandSpec spec;

  private final OutputStream out;

  /** Writes to standard output. */
  public GenerateCommand() {
    // Not System.out: a PrintStream hides that its reader has closed the pipe.
    this(new FileOutputStream(FileDescriptor.out));
  }

  GenerateCommand(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws ParameterException if an option is out of its range
   * @throws CommandFailedException if standard output fails, unless its reader has closed the pipe
   */
  @Override
  public Integer call() {
    StoreGenerator generator = new StoreGenerator(options());
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    try {
      if (stores < MIN_STORES_FOR_PROGRESS) {
        generator.writeTo(buffered);
      } else {
        try (Progress progress = Progress.start("generating", "rows", stores)) {
          generator.writeTo(buffered, progress::update);
        }
      }
    } catch (UncheckedIOException e) {
      String reason = reason(e);
      if (!isClosedPipe(reason)) {
        throw new CommandFailedException(
            "cannot write to standard output: " + reason + "; free space there, or write elsewhere",
            e);
      }
    }
    return ExitCode.OK;
  }

  private GeneratorOptions options() {
    return ValidSettings.of(spec, () -> new GeneratorOptions(stores, seed, changes, closures));
  }

  private static String reason(UncheckedIOException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? e.toString() : cause.getMessage();
  }

  /**
   * Recognizes a closed pipe by the system's message on Linux, macOS and Windows, because Java has
   * no exception for it.
   */
  private static boolean isClosedPipe(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("pipe");
  }
}
