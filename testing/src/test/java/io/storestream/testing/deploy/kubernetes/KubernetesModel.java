package io.storestream.testing.deploy.kubernetes;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Map;

/** The types of Kubernetes' API, parsed as strictly as its server can. */
final class KubernetesModel {

  private static final Map<String, Class<? extends KubernetesObject>> TYPES =
      Map.of(
          "v1/ConfigMap", V1ConfigMap.class,
          "v1/PersistentVolumeClaim", V1PersistentVolumeClaim.class,
          "v1/Service", V1Service.class,
          "v1/ServiceAccount", V1ServiceAccount.class,
          "apps/v1/Deployment", V1Deployment.class,
          "apps/v1/StatefulSet", V1StatefulSet.class,
          "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class);

  private static final Gson PLAIN = new GsonBuilder().create();

  private KubernetesModel() {}

  /**
   * Returns the object that a document describes.
   *
   * @throws IllegalArgumentException if its type is unknown here, if a field is unknown, misplaced
   *     or missing, or if a value has another type
   */
  static KubernetesObject parse(Map<String, Object> document) {
    String type = document.get("apiVersion") + "/" + document.get("kind");
    Class<? extends KubernetesObject> model = TYPES.get(type);
    if (model == null) {
      throw new IllegalArgumentException("unknown type " + type);
    }
    JsonElement json = PLAIN.toJsonTree(document);
    KubernetesObject object = JSON.deserialize(json.toString(), model);
    // A value that was parsed as another type, such as a number as a text, is not the same
    // afterwards.
    JsonElement again = PLAIN.fromJson(JSON.serialize(object), JsonElement.class);
    if (!withoutEmpty(again).equals(withoutEmpty(json))) {
      throw new IllegalArgumentException("%s is read as %s".formatted(json, again));
    }
    return object;
  }

  /** The models have empty lists and maps for absent fields. */
  private static JsonElement withoutEmpty(JsonElement element) {
    if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(it -> copy.add(withoutEmpty(it)));
      return copy;
    }
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object
          .entrySet()
          .forEach(
              it -> {
                JsonElement value = withoutEmpty(it.getValue());
                if (!value.equals(new JsonArray()) && !value.equals(new JsonObject())) {
                  copy.add(it.getKey(), value);
                }
              });
      return copy;
    }
    return element;
  }
}
