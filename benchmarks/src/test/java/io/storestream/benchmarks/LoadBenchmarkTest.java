package io.storestream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures the ingester; another class measures the other commands, beside this one. */
@Tag("benchmarks")
class LoadBenchmarkTest {

  @TempDir private Path directory;

  @Test
  void shouldMeasureLoads() throws IOException {
    assertThat(SmallRun.figures(directory, "first-load", "updates", "unchanged"))
        .containsExactly(
            "first-load storestream /s 2000 of consumer",
            "first-load consumer /s 2000 of consumer",
            "start storestream s 2000 of consumer",
            "start consumer s 2000 of consumer",
            "updates storestream /s 2000 of consumer",
            "updates consumer /s 2000 of consumer",
            "unchanged storestream /s 2000 of bare",
            "unchanged bare /s 2000 of bare");
  }

  @Test
  void shouldMeasureFormats() throws IOException {
    assertThat(SmallRun.figures(directory, "formats"))
        .containsExactly(
            "formats cloudevents-binary /s 2000 of event",
            "formats event /s 2000 of event",
            "formats cloudevents-structured /s 2000 of event",
            "formats debezium-schema /s 2000 of event",
            "formats debezium /s 2000 of event",
            "formats debezium-avro /s 2000 of event",
            "formats debezium-unwrapped /s 2000 of event");
  }
}
