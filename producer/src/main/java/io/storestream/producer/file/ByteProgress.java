package io.storestream.producer.file;

import io.storestream.cli.Progress;
import java.util.List;
import java.util.function.LongConsumer;

/** Shows the progress of reading some files in bytes. Not thread-safe. */
public final class ByteProgress implements LongConsumer, AutoCloseable {

  private final Progress progress;
  private long done;

  private ByteProgress(Progress progress) {
    this.progress = progress;
  }

  public static ByteProgress start(String task, List<StoreFile> files) {
    boolean known = files.stream().allMatch(StoreFile::isRegular);
    long total = known ? files.stream().mapToLong(StoreFile::bytes).sum() : -1;
    return new ByteProgress(Progress.start(task, "bytes", total));
  }

  /**
   * Advances the progress.
   *
   * @param bytes how many more
   */
  @Override
  public void accept(long bytes) {
    done += bytes;
    progress.update(done);
  }

  @Override
  public void close() {
    progress.close();
  }
}
