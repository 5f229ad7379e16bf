package io.storestream.testing.deploy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.BaseConstructor;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML as maps, lists and scalars; rejects duplicate keys. */
public final class YamlFile {

  /** The module's base directory is the working directory of its tests. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private YamlFile() {}

  /** Returns the documents of a file. */
  public static List<Map<String, Object>> documents(Path file) {
    return documents(file, new SafeConstructor(options()));
  }

  /** Returns the documents of a file; the constructor resolves its tags. */
  public static List<Map<String, Object>> documents(Path file, BaseConstructor constructor) {
    try (Reader reader = Files.newBufferedReader(file)) {
      List<Map<String, Object>> documents = new ArrayList<>();
      new Yaml(constructor).loadAll(reader).forEach(it -> documents.add(map(it)));
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return options;
  }

  /** Returns a node that must be a map. */
  @SuppressWarnings("unchecked") // of YAML and JSON, whose keys are strings here
  public static Map<String, Object> map(Object node) {
    if (node instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("not a map: " + node);
  }

  /** Returns a node that must be a list. */
  @SuppressWarnings("unchecked")
  public static List<Object> list(Object node) {
    if (node instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw new IllegalArgumentException("not a list: " + node);
  }
}
