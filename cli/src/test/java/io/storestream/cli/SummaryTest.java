package io.storestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void shouldPrintOneFigureALineInTheirOrderWithoutSeparators() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new Summary()
        .add("rows read", 1_234_567)
        .add("rows rejected", 0)
        .addSeconds("seconds", Duration.ofMillis(61_250))
        .printTo(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("rows read: 1234567", "rows rejected: 0", "seconds: 61.3");
  }
}
