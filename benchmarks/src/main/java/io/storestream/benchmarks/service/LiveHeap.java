package io.storestream.benchmarks.service;

import io.storestream.benchmarks.process.ChildProcess;
import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks another JVM for its heap in use, through {@code jcmd} of the JDK. */
final class LiveHeap {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /**
   * Returns the bytes of all objects that a garbage collection leaves. The process stands still
   * meanwhile.
   *
   * @throws CommandFailedException if the process does not answer, or there is no {@code jcmd}
   */
  static long bytes(ChildProcess process) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process asked =
          new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return totalOf(answer);
    } catch (IOException e) {
      throw new CommandFailedException("can't ask %s for its heap: %s".formatted(process, e), e);
    }
  }

  /** Returns the bytes in the last line of a histogram. */
  static long totalOf(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new CommandFailedException("no histogram of a heap: " + histogram);
    }
    return Long.parseLong(total.group(1));
  }
}
