package io.storestream.testing.deploy.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.storestream.testing.deploy.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code kustomization.yaml} with the fields that are used here; other fields are rejected.
 *
 * @param configMapGenerator settings as {@code NAME=value}
 * @param patches files, each merged into the object of its kind and name
 */
public record Kustomization(
    String apiVersion,
    String kind,
    @Nullable String namespace,
    List<String> resources,
    List<Settings> configMapGenerator,
    List<Image> images,
    List<Replicas> replicas,
    List<Patch> patches) {

  private static final ObjectMapper STRICT = new ObjectMapper();

  public Kustomization {
    replicas = replicas == null ? List.of() : replicas;
    patches = patches == null ? List.of() : patches;
  }

  record Settings(String name, @Nullable String behavior, List<String> literals) {}

  record Image(String name, @Nullable String newName, String newTag) {}

  record Replicas(String name, int count) {}

  record Patch(String path) {}

  /** Reads the one of a directory. */
  static Kustomization of(Path directory) {
    List<Map<String, Object>> documents =
        YamlFile.documents(directory.resolve("kustomization.yaml"));
    if (documents.size() != 1) {
      throw new IllegalArgumentException(directory + " has more than one kustomization");
    }
    return STRICT.convertValue(documents.get(0), Kustomization.class);
  }

  /** Returns what {@code kubectl apply -k} would send, without hashes in names. */
  public static Manifests render(Path directory) {
    Kustomization own = of(directory);
    Manifests manifests = new Manifests(new ArrayList<>(), new LinkedHashMap<>());
    for (String resource : own.resources()) {
      Path path = directory.resolve(resource);
      if (Files.isDirectory(path)) {
        Manifests base = render(path);
        manifests.documents().addAll(base.documents());
        manifests.settings().putAll(base.settings());
      } else {
        manifests.documents().addAll(YamlFile.documents(path));
      }
    }
    own.applyTo(manifests, directory);
    return manifests;
  }

  private void applyTo(Manifests manifests, Path directory) {
    for (Settings generated : configMapGenerator) {
      Map<String, String> settings =
          "merge".equals(generated.behavior())
              ? Objects.requireNonNull(manifests.settings().get(generated.name()), generated.name())
              : new LinkedHashMap<>();
      for (String literal : generated.literals()) {
        String[] setting = literal.split("=", 2);
        settings.put(setting[0], setting[1]);
      }
      manifests.settings().put(generated.name(), settings);
    }
    for (Patch patch : patches) {
      for (Map<String, Object> change : YamlFile.documents(directory.resolve(patch.path()))) {
        Object name = YamlFile.map(Objects.requireNonNull(change.get("metadata"))).get("name");
        merge(manifests.document(String.valueOf(change.get("kind")), String.valueOf(name)), change);
      }
    }
    for (Replicas wanted : replicas) {
      Map<String, Object> set = manifests.document("StatefulSet", wanted.name());
      YamlFile.map(Objects.requireNonNull(set.get("spec"))).put("replicas", wanted.count());
    }
    for (Image image : images) {
      manifests.setImage(
          image.name(), Objects.requireNonNullElse(image.newName(), image.name()), image.newTag());
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> change) {
    change.forEach(
        (key, value) -> {
          Object old = into.get(key);
          if (old instanceof Map<?, ?> && value instanceof Map<?, ?>) {
            merge(YamlFile.map(old), YamlFile.map(value));
          } else {
            into.put(key, value);
          }
        });
  }
}
