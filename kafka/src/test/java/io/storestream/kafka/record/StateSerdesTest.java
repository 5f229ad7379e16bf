package io.storestream.kafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.model.Fingerprint;
import io.storestream.model.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a store, as bytes. */
class StateSerdesTest {

  private static final byte[] MORE = {1, 2, 3};

  static List<StoreVersion> versions() {
    Version version = new Version(Version.firstAt(Instant.EPOCH).nanos() + 1, 2);
    Fingerprint content = new Fingerprint(3, -4);
    return List.of(
        new StoreVersion(version, content, "US#NE#OMAHA", 5, null),
        new StoreVersion(version, content, "SG##\n#w21zd", 2, "SG##\n#w21zc"),
        new StoreVersion(version, content, "ZÜRICH#".repeat(100_000), Long.MAX_VALUE, null),
        new StoreVersion(version, Fingerprint.DELETED, StoreVersion.NOWHERE, 6, "US##"),
        new StoreVersion(
            Version.ZERO, Fingerprint.UNKNOWN, StoreVersion.NOWHERE, 0, StoreVersion.NOWHERE));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldReadWhatItHasWritten(StoreVersion version) {
    try (Serde<StoreVersion> serde = StateSerdes.storeVersion()) {
      byte[] bytes = serde.serializer().serialize("topic", version);

      assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldPassOverWhatFollowsAVersion(StoreVersion version) {
    byte[] bytes = StateSerdes.encode(version, MORE);

    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertThat(StateSerdes.readStoreVersion(buffer)).isEqualTo(version);
    assertThat(buffer.slice()).isEqualTo(ByteBuffer.wrap(MORE));
    assertThat(CountedLocations.of(record("17", bytes)))
        .hasValue(
            new CountedLocations(
                version.locations(), version.countSequence(), version.countedBefore()));
    assertThat(CountedLocations.of(record(StoreVersion.OTHER_KEY + "17", bytes)))
        .isEqualTo(Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>("topic", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
