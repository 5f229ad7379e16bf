package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A named pipe, as {@code mkfifo} creates it, into which a thread writes once. */
public final class NamedPipe {

  private NamedPipe() {}

  /**
   * Creates the pipe and starts to write into it.
   *
   * @return the path, for one reader
   */
  public static Path holding(Path path, byte[] content) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(path)) {
                out.write(content);
              } catch (IOException e) {
                // The reader has closed the pipe before the end.
              }
            },
            "writer of " + path);
    writer.setDaemon(true);
    writer.start();
    return path;
  }
}
