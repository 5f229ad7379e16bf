package io.storestream.maintenance.deadletter;

import java.io.PrintStream;

/** How dead letters are shown. */
enum ListFormat {
  /** A few lines each, for people. */
  TEXT,
  /** One object a line, for programs. */
  JSON;

  LetterPrinter printer(PrintStream out) {
    return this == JSON ? new JsonPrinter(out) : new TextPrinter(out);
  }
}
