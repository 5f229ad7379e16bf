package io.storestream.producer.explain;

import io.storestream.cli.ExitCode;
import io.storestream.cli.SafeText;
import io.storestream.formats.ReadOptions;
import io.storestream.formats.RowReader;
import io.storestream.formats.RowReader.Row;
import io.storestream.formats.RowReader.RowKind;
import io.storestream.model.event.StoreChangeCodec;
import io.storestream.producer.file.FirstRows;
import io.storestream.producer.file.InputFiles;
import io.storestream.producer.file.MissingWords;
import io.storestream.producer.file.StoreFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Says how files are read, and what their first rows would publish. Publishes nothing, writes no
 * rejects file and needs no Kafka. Immutable.
 *
 * @param updatedAt of each row and event that has no time
 */
public record Explanation(Instant updatedAt, ReadOptions options) {

  private static final int MAX_ROWS = 1000;
  private static final int MAX_EVENTS = 3;

  /**
   * Explains files.
   *
   * @return {@link ExitCode#INPUT_REJECTED} if rows would be rejected, {@link ExitCode#OK}
   *     otherwise
   * @throws io.storestream.cli.CommandFailedException if a file can't be a file of stores
   */
  public int print(List<StoreFile> files, PrintStream out) {
    InputFiles.requireReadable(files);
    boolean isRejected = false;
    for (StoreFile file : files) {
      isRejected |= print(file, out);
    }
    return isRejected ? ExitCode.INPUT_REJECTED : ExitCode.OK;
  }

  private boolean print(StoreFile file, PrintStream out) {
    FirstRows rejected = new FirstRows();
    FirstRows passedOver = new FirstRows();
    FirstRows coordinates = new FirstRows();
    MissingWords missing = new MissingWords();
    Map<RowKind, Integer> kinds = new EnumMap<>(RowKind.class);
    try (RowReader rows = file.open(updatedAt, options, bytes -> {})) {
      out.println(file.name());
      rows.description().forEach(line -> out.println("  " + SafeText.of(line)));
      out.println("  first events:");
      Row row = rows.next();
      long read = 0;
      int shown = 0;
      for (; row != null && read < MAX_ROWS; row = rows.next()) {
        read++;
        if (row instanceof Row.Event event) {
          if (shown++ < MAX_EVENTS) {
            byte[] json = StoreChangeCodec.encode(event.change());
            out.println("    " + new String(json, StandardCharsets.UTF_8));
          }
          kinds.merge(event.kind(), 1, Integer::sum);
          if (event.kind() == RowKind.COLUMNS) {
            missing.accept(event);
          }
          event
              .problems()
              .forEach(it -> coordinates.add("line %d: %s".formatted(event.line(), it)));
        } else if (row instanceof Row.Rejected it) {
          rejected.add("line %d: %s".formatted(it.line(), it.reason()));
        } else if (row instanceof Row.PassedOver it) {
          passedOver.add("line %d: %s".formatted(it.line(), it.reason()));
        }
      }
      out.printf("  rows read: %d%s%n", read, row == null ? "" : ", more follow");
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    if (!kinds.isEmpty() && !kinds.containsKey(RowKind.COLUMNS)) {
      out.printf("  stores: %d%n", kinds.getOrDefault(RowKind.STORE, 0));
      out.printf("  change events: %d%n", kinds.getOrDefault(RowKind.EVENT, 0));
    }
    print("rows rejected", rejected, out);
    print("rows passed over", passedOver, out);
    print("coordinates dropped", coordinates, out);
    if (missing.found().count() > 0) {
      print("texts like missing values", missing.found(), out);
      out.printf("    %s leaves them out%n", missing.option());
    }
    return rejected.count() > 0;
  }

  private static void print(String what, FirstRows rows, PrintStream out) {
    String first = rows.count() == 0 ? "" : " (%s)".formatted(rows);
    out.printf("  %s: %d%s%n", what, rows.count(), first);
  }
}
