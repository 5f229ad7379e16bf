package io.storestream.maintenance;

import static org.awaitility.Awaitility.await;

import io.storestream.kafka.KafkaAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Changes settings of topics. */
public final class TopicSettings {

  private TopicSettings() {}

  /** Changes a setting, and waits until the broker follows it: that is moments after its answer. */
  public static void set(KafkaAdmin admin, String topic, String setting, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    admin.get(admin.client().incrementalAlterConfigs(Map.of(resource, List.of(change))).all());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.topicConfig(topic, setting).equals(value));
  }
}
