package io.storestream.testing.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.storestream.cli.StopSignal;
import io.storestream.testing.deploy.Deployment;
import io.storestream.testing.deploy.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests fit one another and the images that they run. */
@NullUnmarked // As are the models: what a manifest lacks fails the test that asks for it.
class KubernetesManifestsTest {

  /** How long the stop hook waits for a last message. */
  private static final int LAST_WORDS_SECONDS = 1;

  private final Manifests manifests = Kustomization.render(Deployment.BASE);

  @ParameterizedTest
  @ValueSource(strings = {"base", "watch", "overlays/example"})
  void shouldNameEveryFileThatThereIs(String name) throws IOException {
    Path directory = YamlFile.ROOT.resolve("deploy/kubernetes").resolve(name);
    Kustomization kustomization = Kustomization.of(directory);
    Stream<String> named =
        Stream.concat(
            kustomization.resources().stream(),
            kustomization.patches().stream().map(Kustomization.Patch::path));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(named.filter(it -> !it.startsWith("..")))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(it -> it.getFileName().toString())
                  .filter(it -> !it.equals("kustomization.yaml"))
                  .toList());
    }
  }

  @Test
  void shouldChangeInTheExampleWhatItSays() {
    Manifests example = Kustomization.render(Deployment.EXAMPLE);
    String version = Deployment.find("pom.xml", "<version>(.+?)</version>");

    assertThat(example.ingester().getSpec().getReplicas()).isEqualTo(3);
    assertThat(example.container(Manifests.INGESTER).getImage())
        .isEqualTo("registry.example.com/storestream/ingester:" + version);
    assertThat(example.container(Manifests.QUERY_API).getImage())
        .isEqualTo("registry.example.com/storestream/query-api:" + version);
    assertThat(example.environment(Manifests.INGESTER))
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("STORES_TABLE", "StarbucksLocations")
        .containsEntry(
            "KAFKA_BOOTSTRAP_SERVERS", "broker-1.example.com:9094,broker-2.example.com:9094");
    assertThat(
            example.all(V1ServiceAccount.class).stream()
                .map(it -> it.getMetadata().getAnnotations().keySet()))
        .containsExactly(
            Set.of("eks.amazonaws.com/role-arn"), Set.of("eks.amazonaws.com/role-arn"));
    V2HorizontalPodAutoscaler autoscaler =
        example.the(V2HorizontalPodAutoscaler.class, Manifests.QUERY_API);
    assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(3);
    assertThat(autoscaler.getSpec().getMaxReplicas()).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldRunTheImageThatTheDockerfileMakes(String name) {
    String target = name.replace("storestream-", "");
    String version = Deployment.find("pom.xml", "(?m)^  <version>(.+)</version>");
    assertThat(manifests.container(name).getImage())
        .isEqualTo("storestream/%s:%s", target, version);
    assertThat(Deployment.find("Dockerfile", "FROM runtime AS (" + target + ")\n"))
        .isEqualTo(target);
    assertThat(Deployment.find("docker/images.sh", "-t \"(storestream/\\$program:\\$version)\""))
        .isEqualTo("storestream/$program:$version");

    String user = Deployment.find("Dockerfile", "(?m)^USER (\\S+)$");
    V1PodSpec pod = manifests.pods(name).getSpec();
    assertThat(
            pod.getSecurityContext().getRunAsUser()
                + ":"
                + pod.getSecurityContext().getRunAsGroup())
        .isEqualTo(user);
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldRunWithNoMoreRightsThanNeeded(String name) {
    V1PodSpec pod = manifests.pods(name).getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(manifests.container(name).getSecurityContext())
        .isEqualTo(
            new V1SecurityContext()
                .allowPrivilegeEscalation(false)
                .readOnlyRootFilesystem(true)
                .capabilities(new V1Capabilities().addDropItem("ALL")));
    V1ServiceAccount account = manifests.the(V1ServiceAccount.class, pod.getServiceAccountName());
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldHaveResourcesThatTheAutoscalerAndTheSchedulerNeed(String name) {
    V1Container container = manifests.container(name);
    assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("memory", container.getResources().getRequests().get("memory")));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldMountWhatThereIs(String name) {
    Manifests example = Kustomization.render(Deployment.EXAMPLE);
    V1PodSpec pod = example.pods(name).getSpec();
    Stream<String> claims =
        name.equals(Manifests.INGESTER)
            ? example.ingester().getSpec().getVolumeClaimTemplates().stream()
                .map(it -> it.getMetadata().getName())
            : Stream.of();
    List<V1VolumeMount> mounts = example.container(name).getVolumeMounts();
    assertThat(mounts.stream().map(V1VolumeMount::getName))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(claims, pod.getVolumes().stream().map(V1Volume::getName)).toList());
    // Native libraries are unpacked there.
    assertThat(mounts.stream().map(V1VolumeMount::getMountPath)).contains("/tmp");
    // File names refer to what is mounted.
    example.environment(name).values().stream()
        .filter(it -> it.startsWith("/"))
        .forEach(
            it ->
                assertThat(mounts.stream().map(mount -> mount.getMountPath() + "/"))
                    .anyMatch(it::startsWith));
  }

  @Test
  void shouldKeepTheStateOnAVolumeOfItsOwn() {
    List<V1PersistentVolumeClaim> claims = manifests.ingester().getSpec().getVolumeClaimTemplates();
    assertThat(claims).hasSize(1);
    V1VolumeMount mount =
        manifests.container(Manifests.INGESTER).getVolumeMounts().stream()
            .filter(it -> it.getName().equals(claims.get(0).getMetadata().getName()))
            .findFirst()
            .orElseThrow();
    assertThat(manifests.environment(Manifests.INGESTER).get("STORES_STATE_DIR"))
        .startsWith(mount.getMountPath() + "/");
    assertThat(claims.get(0).getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(manifests.pods(Manifests.INGESTER).getSpec().getSecurityContext().getFsGroup())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldStopNoLaterThanItIsKilled(String name) {
    var lifecycle = manifests.container(name).getLifecycle();
    long pause = lifecycle == null ? 0 : lifecycle.getPreStop().getSleep().getSeconds();
    assertThat(manifests.pods(name).getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(pause + StopSignal.CLOSE_TIMEOUT.toSeconds() + LAST_WORDS_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldSelectThePodsOfOneProgram(String name) {
    Map<String, String> labels = manifests.pods(name).getMetadata().getLabels();
    assertThat(labels)
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/name",
                "storestream",
                "app.kubernetes.io/component",
                name.replace("storestream-", "")));
    V1LabelSelector selector = new V1LabelSelector().matchLabels(labels);
    V1PodTemplateSpec pods = manifests.pods(name);

    assertThat(
            name.equals(Manifests.INGESTER)
                ? manifests.ingester().getSpec().getSelector()
                : manifests.queryApi().getSpec().getSelector())
        .isEqualTo(selector);
    assertThat(manifests.the(V1Service.class, name).getSpec().getSelector()).isEqualTo(labels);
    assertThat(manifests.the(V1PodDisruptionBudget.class, name).getSpec().getSelector())
        .isEqualTo(selector);
    assertThat(manifests.the(V1NetworkPolicy.class, name).getSpec().getPodSelector())
        .isEqualTo(selector);
    assertThat(
            pods.getSpec().getTopologySpreadConstraints().stream()
                .map(V1TopologySpreadConstraint::getLabelSelector))
        .containsExactly(selector, selector);
    assertThat(manifests.documents().stream().map(KubernetesModel::parse))
        .filteredOn(it -> it.getMetadata().getName().equals(name))
        .allSatisfy(it -> assertThat(it.getMetadata().getLabels()).isEqualTo(labels));
  }

  @ParameterizedTest
  @ValueSource(strings = {Manifests.INGESTER, Manifests.QUERY_API})
  void shouldLetInToThePortsThatThereAre(String name) {
    V1Container container = manifests.container(name);
    assertThat(container.getPorts()).hasSize(1);
    V1ContainerPort port = container.getPorts().get(0);
    String variable =
        name.equals(Manifests.INGESTER) ? "STORES_MANAGEMENT_PORT" : "STORES_HTTP_PORT";
    assertThat(manifests.environment(name)).containsEntry(variable, port.getContainerPort() + "");
    IntOrString byName = new IntOrString(port.getName());

    assertThat(
            manifests.the(V1Service.class, name).getSpec().getPorts().stream()
                .map(V1ServicePort::getTargetPort))
        .containsExactly(byName);
    assertThat(
            Stream.of(
                    container.getStartupProbe(),
                    container.getLivenessProbe(),
                    container.getReadinessProbe())
                .map(it -> it.getHttpGet().getPort()))
        .containsExactly(byName, byName, byName);
    V1NetworkPolicy policy = manifests.the(V1NetworkPolicy.class, name);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress().stream().flatMap(it -> it.getPorts().stream()))
        .containsExactly(new V1NetworkPolicyPort().port(byName).protocol("TCP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/example"})
  void shouldLetOutToTheBrokersDnsAndAws(String directory) {
    Manifests these =
        Kustomization.render(YamlFile.ROOT.resolve("deploy/kubernetes").resolve(directory));
    String brokers =
        Objects.requireNonNull(
            these.environment(Manifests.INGESTER).get("KAFKA_BOOTSTRAP_SERVERS"));
    for (String broker : List.of(brokers.split(",", -1))) {
      int port = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
      assertThat(openTo(these, Manifests.INGESTER, "TCP", port)).as(broker).isTrue();
      assertThat(openTo(these, Manifests.QUERY_API, "TCP", port)).as(broker).isFalse();
    }
    for (String name : List.of(Manifests.INGESTER, Manifests.QUERY_API)) {
      assertThat(openTo(these, name, "UDP", 53)).isTrue();
      assertThat(openTo(these, name, "TCP", 53)).isTrue();
      assertThat(openTo(these, name, "TCP", 443)).isTrue();
      assertThat(openTo(these, name, "TCP", 80)).isFalse();
    }
  }

  private static boolean openTo(Manifests manifests, String name, String protocol, int port) {
    return manifests.the(V1NetworkPolicy.class, name).getSpec().getEgress().stream()
        .flatMap(it -> it.getPorts().stream())
        .filter(it -> protocol.equals(it.getProtocol()))
        .anyMatch(
            it -> {
              int first = it.getPort().getIntValue();
              int last = it.getEndPort() == null ? first : it.getEndPort();
              return first <= port && port <= last;
            });
  }

  @Test
  void shouldScaleWhatThereIs() {
    var target =
        manifests
            .the(V2HorizontalPodAutoscaler.class, Manifests.QUERY_API)
            .getSpec()
            .getScaleTargetRef();
    KubernetesObject scaled = manifests.queryApi();
    assertThat(List.of(target.getApiVersion(), target.getKind(), target.getName()))
        .containsExactly(scaled.getApiVersion(), scaled.getKind(), scaled.getMetadata().getName());
    // Otherwise each `apply` would reset the number that the autoscaler chose.
    assertThat(manifests.queryApi().getSpec().getReplicas()).isNull();
  }

  @Test
  void shouldBeFoundByTheServiceOfItsName() {
    assertThat(manifests.ingester().getSpec().getServiceName()).isEqualTo(Manifests.INGESTER);
    V1Service headless = manifests.the(V1Service.class, Manifests.INGESTER);
    assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(headless.getSpec().getPublishNotReadyAddresses()).isTrue();
  }

  @Test
  void shouldNameEachObjectOnce() {
    assertThat(
            manifests.documents().stream()
                .map(KubernetesModel::parse)
                .map(it -> it.getKind() + " " + it.getMetadata().getName())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
        .allSatisfy((name, count) -> assertThat(count).isEqualTo(1));
  }
}
