package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader.Row;
import io.storestream.producer.file.FilePass.Findings;
import io.storestream.producer.file.FilePass.RowCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePassTest {

  private static final class Recorded implements Findings {

    private final List<String> texts = new ArrayList<>();

    @Override
    public void rejected(Row.Rejected row) {
      texts.add(row.line() + " " + row.reason());
    }

    @Override
    public void warning(String text) {
      texts.add(text);
    }
  }

  @TempDir private Path folder;
  private final Recorded findings = new Recorded();
  private Path file;
  private FilePass pass;

  @BeforeEach
  void setUp() {
    file = folder.resolve("stores.csv");
    pass = new FilePass(StoreFile.of(file), Instant.EPOCH, ReadOptions.DEFAULTS, bytes -> {});
  }

  @Test
  void shouldTellOnceOfUnknownColumnsAndOfEachRejectedRow() throws IOException {
    // given
    Files.writeString(file, "Store Number,Opened,Country,Size\n1,,US,\n2,,,\n3,,US,\n,,US,\n");

    // when the sink drops store 3 as superseded
    RowCounts counts = pass.run(findings, row -> !row.change().storeNumber().equals("3"));

    // then
    assertThat(counts).isEqualTo(new RowCounts(2, 0, 1, 1));
    assertThat(findings.texts)
        .containsExactly(
            "has unknown columns, which are ignored: [Opened, Size]",
            "3 country is missing",
            "5 storeNumber is missing");
  }

  @Test
  void shouldTellOfFileWithoutRows() throws IOException {
    // given
    Files.writeString(file, "Store Number,Country\n");

    // when
    RowCounts counts = pass.run(findings, row -> true);

    // then
    assertThat(counts).isEqualTo(RowCounts.NONE);
    assertThat(findings.texts).containsExactly("has no rows");
  }
}
