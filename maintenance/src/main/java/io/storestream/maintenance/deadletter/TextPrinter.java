package io.storestream.maintenance.deadletter;

import io.storestream.cli.SafeText;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Shows a dead letter as a few lines for people. Safe on any terminal. */
record TextPrinter(PrintStream out) implements LetterPrinter {

  private static final int MAX_CHARACTERS = 160;

  @Override
  public void print(DeadLetterRecord letter, boolean redriven) {
    out.printf(
        "%s %s %s%s%n",
        letter.place(),
        letter.arrivedAt(),
        SafeText.of(letter.exception()),
        redriven ? " (redriven)" : "");
    out.println("  reason: " + SafeText.orUnknown(letter.reason()));
    out.println(
        "  original: %s of %s"
            .formatted(
                SafeText.orUnknown(letter.original()),
                SafeText.orUnknown(letter.originalTimestamp())));
    out.println("  key: " + excerpt(letter.key()));
    Long leftOut = letter.leftOutBytes();
    out.println(
        "  value: "
            + (leftOut == null
                ? excerpt(letter.value())
                : "left out, %,d bytes".formatted(leftOut)));
  }

  private static String excerpt(byte @Nullable [] bytes) {
    return bytes == null ? "none" : SafeText.excerptOf(bytes, MAX_CHARACTERS);
  }
}
