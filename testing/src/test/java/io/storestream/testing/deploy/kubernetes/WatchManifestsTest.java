package io.storestream.testing.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.storestream.cli.StopSignal;
import io.storestream.testing.deploy.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The manifests of a producer that watches folders fit one another and the image. */
@NullUnmarked // As are the models: what a manifest lacks fails the test that asks for it.
class WatchManifestsTest {

  private static final String NAME = Manifests.PRODUCER;

  private final Manifests manifests = Kustomization.render(Deployment.WATCH);
  private final V1Container container = manifests.container(NAME);
  private final V1PodSpec pod = manifests.pods(NAME).getSpec();

  @Test
  void shouldRunTheImageThatTheDockerfileMakes() {
    String version = Deployment.find("pom.xml", "(?m)^  <version>(.+)</version>");
    assertThat(container.getImage()).isEqualTo("storestream/producer:%s", version);
    assertThat(Deployment.find("Dockerfile", "FROM runtime AS (producer)\n")).isEqualTo("producer");
    assertThat(
            pod.getSecurityContext().getRunAsUser()
                + ":"
                + pod.getSecurityContext().getRunAsGroup())
        .isEqualTo(Deployment.find("Dockerfile", "(?m)^USER (\\S+)$"));
  }

  @Test
  void shouldRunWithNoMoreRightsThanNeeded() {
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(container.getSecurityContext())
        .isEqualTo(
            new V1SecurityContext()
                .allowPrivilegeEscalation(false)
                .readOnlyRootFilesystem(true)
                .capabilities(new V1Capabilities().addDropItem("ALL")));
    assertThat(
            manifests
                .the(V1ServiceAccount.class, pod.getServiceAccountName())
                .getAutomountServiceAccountToken())
        .isFalse();
    assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
    assertThat(container.getResources().getLimits())
        .isEqualTo(Map.of("memory", container.getResources().getRequests().get("memory")));
  }

  @Test
  void shouldBeTheOnlyOneThatWatchesItsFolders() {
    V1Deployment deployment = manifests.the(V1Deployment.class, NAME);
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
  }

  @Test
  void shouldWatchFoldersOfTheVolume() {
    List<V1VolumeMount> mounts = container.getVolumeMounts();
    assertThat(mounts.stream().map(V1VolumeMount::getName))
        .containsExactlyInAnyOrderElementsOf(
            pod.getVolumes().stream().map(V1Volume::getName).toList());
    assertThat(mounts.stream().map(V1VolumeMount::getMountPath))
        .contains("/tmp", manifests.environment(NAME).get("STORES_WATCH"));
    String claim =
        pod.getVolumes().stream()
            .filter(it -> it.getPersistentVolumeClaim() != null)
            .map(it -> it.getPersistentVolumeClaim().getClaimName())
            .findFirst()
            .orElseThrow();
    assertThat(manifests.the(V1PersistentVolumeClaim.class, claim).getSpec().getAccessModes())
        .containsExactly("ReadWriteMany");
    assertThat(pod.getSecurityContext().getFsGroup()).isNotNull();
  }

  @Test
  void shouldStopNoLaterThanItIsKilled() {
    assertThat(pod.getTerminationGracePeriodSeconds())
        .isGreaterThan(StopSignal.CLOSE_TIMEOUT.toSeconds() + 1);
  }

  @Test
  void shouldSelectItsPod() {
    Map<String, String> labels = manifests.pods(NAME).getMetadata().getLabels();
    V1LabelSelector selector = new V1LabelSelector().matchLabels(labels);
    assertThat(labels)
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/name",
                "storestream",
                "app.kubernetes.io/component",
                "producer"));
    assertThat(manifests.the(V1Deployment.class, NAME).getSpec().getSelector()).isEqualTo(selector);
    assertThat(manifests.the(V1Service.class, NAME).getSpec().getSelector()).isEqualTo(labels);
    assertThat(manifests.the(V1NetworkPolicy.class, NAME).getSpec().getPodSelector())
        .isEqualTo(selector);
    assertThat(manifests.documents().stream().map(KubernetesModel::parse))
        .allSatisfy(it -> assertThat(it.getMetadata().getLabels()).isEqualTo(labels));
  }

  @Test
  void shouldLetInToTheManagementPortAndOutToBrokersAndDns() {
    assertThat(container.getPorts()).hasSize(1);
    assertThat(manifests.environment(NAME))
        .containsEntry(
            "STORES_MANAGEMENT_PORT", container.getPorts().get(0).getContainerPort() + "");
    IntOrString byName = new IntOrString(container.getPorts().get(0).getName());
    assertThat(manifests.the(V1Service.class, NAME).getSpec().getPorts())
        .singleElement()
        .satisfies(it -> assertThat(it.getTargetPort()).isEqualTo(byName));
    assertThat(
            Stream.of(
                    container.getStartupProbe(),
                    container.getLivenessProbe(),
                    container.getReadinessProbe())
                .map(it -> it.getHttpGet().getPort()))
        .containsExactly(byName, byName, byName);
    V1NetworkPolicy policy = manifests.the(V1NetworkPolicy.class, NAME);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress().stream().flatMap(it -> it.getPorts().stream()))
        .containsExactly(new V1NetworkPolicyPort().port(byName).protocol("TCP"));
    assertThat(policy.getSpec().getEgress().stream().flatMap(it -> it.getPorts().stream()))
        .containsExactly(
            new V1NetworkPolicyPort().port(new IntOrString(53)).protocol("UDP"),
            new V1NetworkPolicyPort().port(new IntOrString(53)).protocol("TCP"),
            new V1NetworkPolicyPort().port(new IntOrString(9092)).endPort(9098).protocol("TCP"));
  }
}
