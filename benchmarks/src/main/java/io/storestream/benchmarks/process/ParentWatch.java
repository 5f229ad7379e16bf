package io.storestream.benchmarks.process;

import java.io.IOException;

/**
 * Ends this process when its parent ends, even if the parent is killed: standard input is a pipe
 * that then closes.
 */
public final class ParentWatch {

  private ParentWatch() {}

  /** Starts to watch, in a daemon thread. */
  public static void start() {
    Thread thread = new Thread(ParentWatch::awaitEnd, "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever written.
      }
    } catch (IOException e) {
      // The pipe is broken, so the parent has ended.
    }
    System.exit(0);
  }
}
