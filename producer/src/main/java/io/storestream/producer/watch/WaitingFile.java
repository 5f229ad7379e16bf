package io.storestream.producer.watch;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A file in a folder, as it was at one look. Equal if nothing has changed since. Immutable.
 *
 * @param key of the file system, which tells a file from another of its name; {@code null} if it
 *     has none
 */
record WaitingFile(Path path, String name, long bytes, FileTime modified, @Nullable Object key) {}
