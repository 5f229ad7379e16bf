package io.storestream.producer.watch;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps other processes from watching a folder; the operating system ends it with the process. */
final class FolderLock implements AutoCloseable {

  private static final String NAME = ".storestream.lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @throws CommandFailedException if it is locked, or the lock can't be written
   */
  static FolderLock of(Path folder) {
    FileChannel channel;
    FileLock lock;
    try {
      channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FolderFiles.unusable(folder, e);
    }
    try {
      lock = tryLock(channel);
    } catch (IOException e) {
      close(channel);
      throw FolderFiles.unusable(folder, e);
    }
    if (lock == null) {
      close(channel);
      throw new CommandFailedException(
          "another process watches %s: stop it first, or give each process separate folders"
              .formatted(folder));
    }
    return new FolderLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The process ends the lock.
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
