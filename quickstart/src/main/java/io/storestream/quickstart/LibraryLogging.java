package io.storestream.quickstart;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.storestream.ingester.guard.OpenTransactionWatch;
import org.slf4j.LoggerFactory;

/**
 * Silences the servers that a command embeds. While they start beside their clients they warn about
 * each other, which a newcomer can't tell from trouble; real trouble reaches the command's own
 * messages.
 */
public final class LibraryLogging {

  /** The variable that the logging configuration reads; whoever sets it wants to see everything. */
  private static final String LIBRARY_LEVEL = "STORES_LIBRARY_LOG_LEVEL";

  private LibraryLogging() {}

  /** Takes effect at once, for the life of the process. */
  public static void silence() {
    if (System.getenv(LIBRARY_LEVEL) != null) {
      return;
    }
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    logger("io.storestream").setLevel(Level.WARN);
    // Its warning of an open transaction needs the line that says that the transaction has ended.
    logger(OpenTransactionWatch.class.getName()).setLevel(Level.INFO);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
