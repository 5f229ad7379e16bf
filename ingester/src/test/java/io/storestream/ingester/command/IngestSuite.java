package io.storestream.ingester.command;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests on one stack, each without topics, groups, tables and local state of another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class IngestSuite {

  protected final IngestStack stack = new IngestStack();

  @TempDir protected Path stateDir = Path.of("");

  @AfterEach
  protected void clear() {
    stack.clear();
  }

  @AfterAll
  protected void close() {
    stack.close();
  }
}
