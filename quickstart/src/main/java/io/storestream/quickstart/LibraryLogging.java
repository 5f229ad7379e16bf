package io.storestream.quickstart;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.storestream.ingester.guard.OpenTransactionWatch;
import org.slf4j.LoggerFactory;

/**
 * Silences the logs of the servers that a command embeds. While servers and clients start together
 * they log warnings about each other, which a new user can't distinguish from real problems. Real
 * problems are reported by the command.
 */
public final class LibraryLogging {

  /** The variable of the logging configuration; if it is set, nothing is silenced. */
  private static final String LIBRARY_LEVEL = "STORES_LIBRARY_LOG_LEVEL";

  private LibraryLogging() {}

  /** Applies at once, until the process ends. */
  public static void silence() {
    if (System.getenv(LIBRARY_LEVEL) != null) {
      return;
    }
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    logger("io.storestream").setLevel(Level.WARN);
    // The warning about an open transaction needs the later line that says that it has ended.
    logger(OpenTransactionWatch.class.getName()).setLevel(Level.INFO);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
