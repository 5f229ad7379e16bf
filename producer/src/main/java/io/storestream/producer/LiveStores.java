package io.storestream.producer;

import io.storestream.kafka.KafkaAdmin;
import io.storestream.kafka.KafkaOptions;
import io.storestream.kafka.TopicReader;
import io.storestream.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Reads which stores exist, from the compacted topic {@link Topics#STORES}. */
final class LiveStores {

  private LiveStores() {}

  /**
   * Returns the numbers of the stores that exist now. Each takes about 100 bytes of memory.
   *
   * @throws io.storestream.cli.CommandFailedException if the topic can't be read
   */
  static Set<String> read(KafkaOptions kafka) {
    Set<String> live = new HashSet<>();
    try (KafkaAdmin admin = KafkaAdmin.connect(kafka);
        TopicReader reader = TopicReader.open(kafka)) {
      reader.seek(admin.startOffsets(Topics.STORES));
      reader.readTo(
          admin.endOffsets(Topics.STORES),
          state -> {
            String storeNumber = new String(state.key(), StandardCharsets.UTF_8);
            if (state.value() == null) {
              live.remove(storeNumber);
            } else {
              live.add(storeNumber);
            }
          });
    }
    return live;
  }
}
