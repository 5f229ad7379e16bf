package io.storestream.producer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.ExitCode;
import io.storestream.fixtures.CommandRun;
import io.storestream.producer.ProduceCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --explain}; nothing listens where it would look for Kafka. */
class ProduceExplainTest {

  private static final String AS_OF = "2017-02-01T00:00:00Z";

  @TempDir private Path folder;

  @Test
  void shouldSayHowAFileIsReadAndWhatItWouldPublish() throws IOException {
    // given
    Path map =
        Files.writeString(
            folder.resolve("map.properties"),
            "storeNumber = id\ncountry = land | 'US'\ncity = town\nlatitude = lat\n");
    Path file =
        Files.writeString(
            folder.resolve("stores.csv"),
            "id;land;town;lat;size\n1;FR;Lyon;45,76;3\n2;;Omaha;48.85N;4\n;FR;Nice;;\n3;FR;;;\n4;FR;;;\n");

    // when
    CommandRun run = explain("--map=" + map, file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT_REJECTED);
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines)
        .startsWith(file.toString())
        .contains("  storeNumber: id", "  country: land | 'US'", "  city: town", "  latitude: lat")
        .endsWith(
            "  first events:",
            "    " + upsert("1", "\"city\":\"Lyon\",\"country\":\"FR\",\"latitude\":45.76"),
            "    " + upsert("2", "\"city\":\"Omaha\",\"country\":\"US\""),
            "    " + upsert("3", "\"country\":\"FR\""),
            "  rows read: 5",
            "  rows rejected: 1 (line 4: storeNumber is missing)",
            "  rows passed over: 0",
            "  coordinates dropped: 1 (line 3: latitude is not a number: 48.85N)");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("rejects"));
  }

  @Test
  void shouldReadAsTheOptionsSay() throws IOException {
    // given
    Path map =
        Files.writeString(
            folder.resolve("map.properties"),
            "storeNumber = id\nstoreName = name\ncountry = land | 'FR'\nupdatedAt = changed\n");
    String rows = "id|name|land|changed\n1|\"say \\\"hi\\\"\"|NULL|1485907201000\n";
    Path file = Files.write(folder.resolve("stores.csv"), rows.getBytes(StandardCharsets.UTF_16LE));

    // when
    CommandRun run =
        explain(
            "--map=" + map,
            "--delimiter=|",
            "--encoding=UTF-16LE",
            "--escape",
            "--null-text=N/A,NULL",
            "--epoch=millis",
            file);

    // then
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .contains(
            "  updatedAt: changed",
            "    {\"type\":\"UPSERT\",\"storeNumber\":\"1\",\"updatedAt\":\"2017-02-01T00:00:01Z\","
                + "\"store\":{\"storeName\":\"say \\\"hi\\\"\",\"country\":\"FR\"}}",
            "  rows read: 1",
            "  rows rejected: 0");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void shouldSayWhatTheObjectsOfAJsonFileAre() throws IOException {
    // given
    Path lines =
        Files.writeString(
            folder.resolve("lines.ndjson"),
            "{\"storeNumber\":\"1\",\"country\":\"US\",\"city\":\"NULL\"}\n{\"type\":\"DELETE\",\"storeNumber\":\"2\"}\n");
    Path array =
        Files.writeString(
            folder.resolve("array.json"), "[{\"storeNumber\":\"1\",\"country\":\"US\"}]");

    // when
    CommandRun run = explain(lines, array);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.OK,
                """
                %s
                  format: NDJSON
                  encoding: UTF-8
                  first events:
                    %s
                    {"type":"DELETE","storeNumber":"2","updatedAt":"%s"}
                  rows read: 2
                  stores: 1
                  change events: 1
                  rows rejected: 0
                  rows passed over: 0
                  coordinates dropped: 0
                %s
                  format: JSON array
                  encoding: UTF-8
                  first events:
                    %s
                  rows read: 1
                  stores: 1
                  change events: 0
                  rows rejected: 0
                  rows passed over: 0
                  coordinates dropped: 0
                """
                    .formatted(
                        lines,
                        upsert("1", "\"city\":\"NULL\",\"country\":\"US\""),
                        AS_OF,
                        array,
                        upsert("1", "\"country\":\"US\"")),
                ""));
  }

  @Test
  void shouldNameTextsThatStandForMissingValues() throws IOException {
    // given
    Path file =
        Files.writeString(folder.resolve("stores.csv"), "Store Number,Country,City\n1,US,NULL\n");

    // when
    CommandRun run = explain(file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines())
        .endsWith(
            "  coordinates dropped: 0",
            "  texts like missing values: 1 (line 2: 1: city is NULL)",
            "    --null-text 'NULL' leaves them out");
  }

  @Test
  void shouldPrintNamesOfColumnsSafelyAndNotWithoutEnd() throws IOException {
    // given
    StringBuilder names = new StringBuilder("Store Number,Country,\u001b[31mred,\"two\nlines\"");
    for (int i = 1; i <= 10_000; i++) {
      names.append(",c").append(i);
    }
    Path file = Files.writeString(folder.resolve("stores.csv"), names + "\n1,US\n");

    // when
    CommandRun run = explain(file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines().filter(line -> line.startsWith("  unknown columns")))
        .singleElement()
        .asString()
        .startsWith("  unknown columns: \\u001b[31mred, two\\nlines, c1, c2, ")
        .endsWith(", c48…");
  }

  @Test
  void shouldReadTheFirstThousandRowsOnly() throws IOException {
    // given
    Path file =
        Files.writeString(
            folder.resolve("stores.csv"), "Store Number,Country\n" + "1,US\n".repeat(1001));

    // when
    CommandRun run = explain(file);

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines()).contains("  rows read: 1000, more follow");
  }

  @Test
  void shouldNameTheColumnThatAFileLacks() throws IOException {
    // given
    Path map = Files.writeString(folder.resolve("map.properties"), "city = town | village\n");
    Path file =
        Files.writeString(folder.resolve("stores.csv"), "Store Number,Country,Town\n1,US,Omaha\n");

    // when
    CommandRun run = explain("--map=" + map, file);

    // then
    assertThat(run)
        .isEqualTo(
            new CommandRun(
                ExitCode.FAILED,
                "",
                "error: "
                    + file
                    + " lacks the column village; its first line has: Store Number, Country, Town;"
                    + " tried the first 20 lines, with the delimiter comma, semicolon, tab or pipe;"
                    + " --delimiter, --encoding and --map say how to read the file\n"));
  }

  private static String upsert(String storeNumber, String fields) {
    return "{\"type\":\"UPSERT\",\"storeNumber\":\"%s\",\"updatedAt\":\"%s\",\"store\":{%s}}"
        .formatted(storeNumber, AS_OF, fields);
  }

  private static CommandRun explain(Object... arguments) {
    List<String> all = new ArrayList<>();
    all.add("--explain");
    all.add("--bootstrap-servers=127.0.0.1:9");
    all.add("--as-of=" + AS_OF);
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return CommandRun.of(new ProduceCommand(), all.toArray(String[]::new));
  }
}
