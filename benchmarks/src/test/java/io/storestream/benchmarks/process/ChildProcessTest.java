package io.storestream.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  @TempDir private Path directory;

  @Test
  void shouldStopAProcessThatRuns() {
    try (ChildProcess child = start("wait")) {
      Awaitility.await().until(() -> child.findInOutput(Pattern.compile("(\\d) line")).isPresent());

      assertThat(child.isAlive()).isTrue();
      assertThat(child.findInOutput(Pattern.compile("(\\d) line"))).hasValue("2");
      assertThat(child.cpu()).isPositive();
      child.requireHealthy();

      child.stop();
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void shouldTellWhyAProcessFailed() {
    try (ChildProcess child = start("fail")) {
      Awaitility.await().until(() -> !child.isAlive());

      assertThatThrownBy(child::requireHealthy)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("child ended with code 1:")
          .hasMessageContaining("asked to fail");
    }
  }

  @Test
  void shouldEndWithItsParent() throws IOException, InterruptedException {
    Process process = ProgramCommand.java(Child.class, "watch").toProcessBuilder().start();

    process.getOutputStream().close(); // as when this JVM ends

    assertThat(process.waitFor()).isZero();
  }

  private ChildProcess start(String argument) {
    ProgramCommand command =
        ProgramCommand.java(Child.class, argument)
            .withEnvironment(Map.of("BENCHMARK_TEST", "2 lines"));
    return ChildProcess.start("child", command, directory);
  }

  /** The program of the child. */
  static final class Child {

    public static void main(String[] arguments) throws InterruptedException {
      if (arguments[0].equals("fail")) {
        throw new IllegalStateException("asked to fail");
      }
      if (arguments[0].equals("watch")) {
        ParentWatch.start();
      }
      System.out.println("1 line");
      System.out.println(System.getenv("BENCHMARK_TEST"));
      new CountDownLatch(1).await();
    }
  }
}
