package io.storestream.testing.deploy.kubernetes;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.storestream.testing.deploy.YamlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/**
 * The objects that a directory of manifests describes.
 *
 * <p>Every getter of the models may return null, because few fields are required. An absent field
 * fails the test that reads it, as intended.
 *
 * @param documents each object as written
 * @param settings the settings of each generated ConfigMap
 */
@NullUnmarked
public record Manifests(
    List<Map<String, Object>> documents, Map<String, Map<String, String>> settings) {

  public static final String INGESTER = "storestream-ingester";
  public static final String QUERY_API = "storestream-query-api";
  public static final String PRODUCER = "storestream-producer";

  /** Returns the only document of a kind and name. */
  Map<String, Object> document(String kind, String name) {
    List<Map<String, Object>> found =
        documents.stream()
            .filter(it -> kind.equals(it.get("kind")))
            .filter(
                it ->
                    name.equals(
                        YamlFile.map(Objects.requireNonNull(it.get("metadata"))).get("name")))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException("%d of %s %s".formatted(found.size(), kind, name));
    }
    return found.get(0);
  }

  /** Returns all objects of a type. */
  <T extends KubernetesObject> List<T> all(Class<T> type) {
    return documents.stream()
        .map(KubernetesModel::parse)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Returns the object of a type and name. */
  <T extends KubernetesObject> T the(Class<T> type, String name) {
    return all(type).stream()
        .filter(it -> name.equals(it.getMetadata().getName()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no %s %s".formatted(type, name)));
  }

  V1StatefulSet ingester() {
    return the(V1StatefulSet.class, INGESTER);
  }

  V1Deployment queryApi() {
    return the(V1Deployment.class, QUERY_API);
  }

  /** Returns the pods of a program. */
  V1PodTemplateSpec pods(String name) {
    return name.equals(INGESTER)
        ? ingester().getSpec().getTemplate()
        : the(V1Deployment.class, name).getSpec().getTemplate();
  }

  /** Returns the only container of a program. */
  V1Container container(String name) {
    List<V1Container> containers = pods(name).getSpec().getContainers();
    if (containers.size() != 1) {
      throw new IllegalArgumentException(name + " has other containers");
    }
    return containers.get(0);
  }

  /** Returns the arguments of a program. */
  public List<String> arguments(String name) {
    return container(name).getArgs();
  }

  /** Returns the paths of the startup, liveness and readiness probes. */
  public List<String> probePaths(String name) {
    V1Container container = container(name);
    return Stream.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .map(it -> it.getHttpGet().getPath())
        .toList();
  }

  /** Returns the variables of a program, including those of ConfigMaps. */
  public Map<String, String> environment(String name) {
    Map<String, String> environment = new LinkedHashMap<>();
    V1Container container = container(name);
    container
        .getEnvFrom()
        .forEach(
            it -> {
              String source = it.getConfigMapRef().getName();
              environment.putAll(
                  Objects.requireNonNull(settings.get(source), "no ConfigMap " + source));
            });
    container.getEnv().forEach(it -> environment.put(it.getName(), it.getValue()));
    return environment;
  }

  /** Replaces an image's name and tag; exactly one container must have it. */
  void setImage(String image, String newName, String newTag) {
    List<Map<String, Object>> containers =
        documents.stream()
            .flatMap(Manifests::containers)
            .filter(it -> String.valueOf(it.get("image")).split(":", 2)[0].equals(image))
            .toList();
    if (containers.size() != 1) {
      throw new IllegalArgumentException(
          "%d containers are of image %s".formatted(containers.size(), image));
    }
    containers.get(0).put("image", newName + ":" + newTag);
  }

  private static Stream<Map<String, Object>> containers(Map<String, Object> document) {
    Object node = document;
    for (String step : List.of("spec", "template", "spec", "containers")) {
      node = node instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return node == null ? Stream.of() : YamlFile.list(node).stream().map(YamlFile::map);
  }
}
