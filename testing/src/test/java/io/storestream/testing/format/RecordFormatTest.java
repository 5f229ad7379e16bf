package io.storestream.testing.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.fixtures.FakeSchemaRegistry;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.Decoded;
import io.storestream.formats.record.SourceRecord;
import io.storestream.formats.record.registry.RegistryAccess;
import io.storestream.formats.record.registry.SchemaRegistry;
import io.storestream.model.Store;
import io.storestream.model.StoreBuilder;
import io.storestream.model.StoreField;
import io.storestream.model.event.InvalidEventException;
import java.time.Instant;
import java.util.EnumSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Otherwise what uses them would compare different stores, or dead letters. */
class RecordFormatTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

  @ParameterizedTest
  @EnumSource
  void shouldSayTheSameInEachFormat(RecordFormat format) throws Exception {
    StoreBuilder builder = new StoreBuilder().storeNumber("2651-53179");
    for (StoreField field : StoreField.values()) {
      builder.set(field, field.isNumber() ? "41.25" : "The \"" + field.jsonName() + '"');
    }
    Store store = builder.build();
    ProducerRecord<byte[], byte[]> record = format.record("topic", store, TIME);

    assertThat(decode(record))
        .isInstanceOfSatisfying(
            Decoded.Change.class,
            it -> {
              assertThat(it.change().updatedAt()).isEqualTo(TIME);
              assertThat(it.change()).hasFieldOrPropertyWithValue("store", store);
              assertThat(it.problems()).isEmpty();
            });
  }

  private static Decoded decode(ProducerRecord<byte[], byte[]> record)
      throws InvalidEventException {
    try (FakeSchemaRegistry registry = FakeSchemaRegistry.start()) {
      RecordFormat.schemas().forEach((id, schema) -> registry.add(id, null, schema));
      return ChangeDecoders.of(
              EnumSet.allOf(ChangeFormat.class),
              StoreMapping.STANDARD,
              null,
              new SchemaRegistry(RegistryAccess.open(registry.url())))
          .decode(sourceRecord(record))
          .orElseThrow();
    }
  }

  private static SourceRecord sourceRecord(ProducerRecord<byte[], byte[]> record) {
    return new SourceRecord(
        record.key(),
        record.value(),
        name -> {
          Header header = record.headers().lastHeader(name);
          return header == null ? null : header.value();
        },
        Instant.EPOCH);
  }
}
