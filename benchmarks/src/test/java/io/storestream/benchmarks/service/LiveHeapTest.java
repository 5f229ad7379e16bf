package io.storestream.benchmarks.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

  @Test
  void shouldReadTheTotalOfAHistogram() {
    String histogram =
        """
        4242:
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         12345        1234567  [B (java.base@17.0.15)
        Total         54321        7654321
        """;

    assertThat(LiveHeap.totalOf(histogram)).isEqualTo(7654321);
  }

  @Test
  void shouldFailIfTheProcessIsAway() {
    assertThatThrownBy(() -> LiveHeap.totalOf("4242: No such process"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("no histogram of a heap: 4242: No such process");
  }
}
