package io.storestream.testing.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import io.storestream.testing.deploy.Deployment;
import io.storestream.testing.deploy.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.error.YAMLException;

/** Every manifest is valid for Kubernetes, and this check is strict. */
class KubernetesModelTest {

  /** Maps with any keys: users choose these names; they are not fields. */
  private static final Set<String> FREE =
      Set.of("labels", "annotations", "matchLabels", "selector", "requests", "limits");

  private static final Gson GSON = new Gson();

  static Stream<Path> directories() {
    return Stream.of(Deployment.BASE, Deployment.EXAMPLE);
  }

  @ParameterizedTest
  @MethodSource("directories")
  void shouldKnowEveryField(Path directory) {
    assertThat(Kustomization.render(directory).documents())
        .hasSize(11)
        .allSatisfy(
            it -> assertThatCode(() -> KubernetesModel.parse(it)).doesNotThrowAnyException());
  }

  @Test
  void shouldRefuseAnUnknownFieldWhereverItIs() {
    int places = 0;
    for (Map<String, Object> document : Kustomization.render(Deployment.BASE).documents()) {
      for (List<Object> path : objects(document)) {
        Map<String, Object> copy = copy(document);
        at(copy, path).put("mispelt", "value");

        assertThatThrownBy(() -> KubernetesModel.parse(copy))
            .as("%s %s", copy.get("kind"), path)
            .isInstanceOf(RuntimeException.class)
            .hasMessageContaining("mispelt");
        places++;
      }
    }
    assertThat(places).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, storestream-ingester, spec.template.spec, terminationGracePeriodSeconds",
    "StatefulSet, storestream-ingester, spec.template.spec.securityContext, runAsNonRoot",
    "StatefulSet, storestream-ingester, spec.template, spec",
    "StatefulSet, storestream-ingester, spec, volumeClaimTemplates",
    "Deployment, storestream-query-api, spec.strategy.rollingUpdate, maxSurge",
    "HorizontalPodAutoscaler, storestream-query-api, spec, maxReplicas",
    "NetworkPolicy, storestream-ingester, spec, egress",
    "PodDisruptionBudget, storestream-ingester, spec, maxUnavailable",
    "Service, storestream-ingester, spec, clusterIP",
  })
  void shouldRefuseAFieldOneLevelTooHigh(String kind, String name, String parent, String field) {
    Map<String, Object> document = Kustomization.render(Deployment.BASE).document(kind, name);
    List<String> path = List.of(parent.split("\\."));
    Object moved = at(document, path).remove(field);
    at(document, path.subList(0, path.size() - 1)).put(field, Objects.requireNonNull(moved));

    assertThatThrownBy(() -> KubernetesModel.parse(document))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining(field);
  }

  @Test
  void shouldRefuseAValueOfAnotherType() {
    Manifests manifests = Kustomization.render(Deployment.BASE);
    Map<String, Object> service = manifests.document("Service", Manifests.QUERY_API);
    List<Object> ports =
        YamlFile.list(at(service, List.of("spec")).getOrDefault("ports", List.of()));
    YamlFile.map(ports.get(0)).put("port", "80");

    assertThatThrownBy(() -> KubernetesModel.parse(service))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is read as");
  }

  @Test
  void shouldRefuseAKeyThatIsThereTwice() {
    assertThatThrownBy(() -> YamlFile.documents(Deployment.testFile("twice.yaml")))
        .isInstanceOf(YAMLException.class)
        .hasMessageContaining("duplicate key");
  }

  /** Returns the path of every map except those with free keys. */
  private static List<List<Object>> objects(Map<String, Object> document) {
    List<List<Object>> paths = new ArrayList<>();
    collect(document, List.of(), paths);
    return paths;
  }

  private static void collect(Object node, List<Object> path, List<List<Object>> paths) {
    if (node instanceof Map<?, ?> map) {
      paths.add(path);
      map.forEach(
          (key, value) -> {
            if (!FREE.contains(String.valueOf(key))) {
              collect(value, append(path, key), paths);
            }
          });
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), append(path, i), paths);
      }
    }
  }

  private static List<Object> append(List<Object> path, Object step) {
    return Stream.concat(path.stream(), Stream.of(step)).toList();
  }

  private static Map<String, Object> at(Map<String, Object> document, List<?> path) {
    Object node = document;
    for (Object step : path) {
      node =
          step instanceof Integer index
              ? YamlFile.list(node).get(index)
              : Objects.requireNonNull(YamlFile.map(node).get(String.valueOf(step)));
    }
    return YamlFile.map(node);
  }

  private static Map<String, Object> copy(Map<String, Object> document) {
    return YamlFile.map(GSON.fromJson(GSON.toJson(document), Map.class));
  }
}
