package io.storestream.localstack;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Ends the threads that DynamoDB Local leaves behind.
 *
 * <p>Its background jobs (expiry of items, index creation, stream shards) run in a pool of
 * non-daemon threads and sleep for up to ten minutes. Shutting the pool down neither interrupts
 * them nor waits for the thread that closes the database file. The JVM would not end for minutes,
 * and the file might still be open when the next instance needs it. The pool is private, but its
 * threads inherit the thread group of the thread that opens the database, so this class opens it in
 * a separate group.
 */
final class DatabaseThreads {
  private static final long END_TIMEOUT_MS = 5_000;

  /**
   * The name that sqlite4java gives. The thread ends automatically, and must not be interrupted
   * during its last writes.
   */
  private static final String FILE_THREAD = "SQLiteQueue";

  private final ThreadGroup group = new ThreadGroup("dynamodb-local");

  /**
   * Opens the database in a thread of the group, and waits for it.
   *
   * @throws ExecutionException with the failure of the opening as its cause
   */
  void run(Callable<?> opening) throws ExecutionException, InterruptedException {
    FutureTask<?> task = new FutureTask<>(opening);
    new Thread(group, task, "dynamodb-local-open").start();
    task.get();
  }

  /**
   * Interrupts the jobs and waits up to 5 seconds for each thread to end. Call it after the
   * database has been told to close.
   */
  void end() {
    try {
      for (Thread thread : alive()) {
        if (!thread.getName().startsWith(FILE_THREAD)) {
          thread.interrupt();
        }
      }
      for (Thread thread : alive()) {
        thread.join(END_TIMEOUT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Thread> alive() {
    // The count is an estimate; there are some ten threads at most.
    Thread[] threads = new Thread[group.activeCount() + 16];
    group.enumerate(threads);
    return Arrays.stream(threads).filter(Objects::nonNull).toList();
  }
}
