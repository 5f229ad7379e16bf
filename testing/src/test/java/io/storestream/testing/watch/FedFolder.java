package io.storestream.testing.watch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder that is fed files of all formats. Each has stores that no other has, and stores that all
 * have, with another city in each: so the order of the files shows in the table.
 */
final class FedFolder {

  private static final int OWN_STORES = 200;
  private static final int SHARED_STORES = 50;
  private static final int FORMATS = 4;

  private record Row(String storeNumber, String city) {}

  private final Path folder;
  private final Set<String> rows = new HashSet<>();
  private final Map<String, String> cities = new HashMap<>();
  private final SortedSet<String> names = new TreeSet<>();
  private int fed;

  FedFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the next file under a name that is passed over, and renames it. */
  void feed() throws IOException {
    List<Row> content = ownStores(OWN_STORES);
    for (int i = 0; i < SHARED_STORES; i++) {
      content.add(new Row("shared-" + i, city()));
    }
    put(suffix(), bytes(content), content);
  }

  /** Writes the next file as CSV of stores that no other file has. */
  void feedCsv(int stores) throws IOException {
    List<Row> content = ownStores(stores);
    put("csv", utf8(csv(content)), content);
  }

  private List<Row> ownStores(int stores) {
    List<Row> content = new ArrayList<>();
    for (int i = 0; i < stores; i++) {
      content.add(new Row("own-%d-%d".formatted(fed, i), city()));
    }
    return content;
  }

  private String city() {
    return "City " + fed;
  }

  private void put(String suffix, byte[] bytes, List<Row> content) throws IOException {
    String name = "%03d.%s".formatted(fed, suffix);
    Path part = Files.write(folder.resolve(name + ".part"), bytes);
    Files.move(part, folder.resolve(name));
    fed++;
    names.add(name);
    for (Row row : content) {
      rows.add(row.storeNumber() + " in " + row.city());
      cities.put(row.storeNumber(), row.city());
    }
  }

  private String suffix() {
    return switch (fed % FORMATS) {
      case 0 -> "csv";
      case 1 -> "ndjson";
      case 2 -> "json";
      default -> "csv.gz";
    };
  }

  private byte[] bytes(List<Row> content) {
    return switch (fed % FORMATS) {
      case 0 -> utf8(csv(content));
      case 1 -> utf8(String.join("\n", json(content)));
      case 2 -> utf8(json(content).toString());
      default -> gzip(utf8(csv(content)));
    };
  }

  /** Has a row that is rejected at its end. */
  private static String csv(List<Row> content) {
    StringBuilder text = new StringBuilder("Store Number,City,Country\n");
    content.forEach(it -> text.append("%s,%s,US%n".formatted(it.storeNumber(), it.city())));
    return text.append(",nowhere,US\n").toString();
  }

  private static List<String> json(List<Row> content) {
    return content.stream()
        .map(
            it ->
                "{\"storeNumber\":\"%s\",\"city\":\"%s\",\"country\":\"US\"}"
                    .formatted(it.storeNumber(), it.city()))
        .toList();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  int fed() {
    return fed;
  }

  /** Returns all rows, each like {@code shared-1 in City 7}. */
  Set<String> rows() {
    return rows;
  }

  /** Returns the city of each store after all files. */
  Map<String, String> cities() {
    return cities;
  }

  /** Returns the names of all files and of their rejected rows. */
  SortedSet<String> results() {
    SortedSet<String> results = new TreeSet<>(names);
    names.stream()
        .filter(it -> it.contains(".csv"))
        .forEach(it -> results.add(it + ".rejects.csv"));
    return results;
  }

  /** Returns how many files are in a folder within the folder. */
  int filesIn(String sub) {
    return namesIn(sub).size();
  }

  SortedSet<String> namesIn(String sub) {
    try (Stream<Path> all = Files.walk(folder.resolve(sub))) {
      SortedSet<String> found = new TreeSet<>();
      all.filter(Files::isRegularFile).forEach(it -> found.add(String.valueOf(it.getFileName())));
      return found;
    } catch (IOException | UncheckedIOException e) {
      return new TreeSet<>(); // it is not there yet, or a file was moved while it was listed
    }
  }

  /** Returns what waits in the folder itself, or was left over. */
  SortedSet<String> left() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      SortedSet<String> found = new TreeSet<>();
      all.filter(Files::isRegularFile).forEach(it -> found.add(String.valueOf(it.getFileName())));
      found.remove(".storestream.lock");
      return found;
    }
  }
}
