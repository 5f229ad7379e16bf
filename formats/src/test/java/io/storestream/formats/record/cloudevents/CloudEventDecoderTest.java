package io.storestream.formats.record.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventSerializer;
import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeDecoder;
import io.storestream.formats.record.ChangeDecoders;
import io.storestream.formats.record.ChangeFormat;
import io.storestream.formats.record.RecordCase;
import io.storestream.formats.record.SourceRecord;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CloudEventDecoderTest {

  private static final ChangeDecoder DECODER =
      ChangeDecoders.of(EnumSet.allOf(ChangeFormat.class), StoreMapping.STANDARD, null);

  static Stream<RecordCase> cases() {
    return RecordCase.in(CloudEventDecoderTest.class, "cases.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldDecode(RecordCase it) {
    assertThat(RecordCase.describe(DECODER, it.record())).isEqualTo(it.gives());
  }

  @ParameterizedTest
  @EnumSource
  void shouldDecodeWhatTheSerializerOfCloudEventsWrites(Encoding mode) {
    CloudEvent updated =
        event("com.example.store.updated")
            .withData(
                "application/json",
                "{\"storeName\":\"Center Rd.\",\"country\":\"US\",\"latitude\":41.24}"
                    .getBytes(UTF_8))
            .withExtension("traceparent", "00-1-1-00")
            .build();
    CloudEvent deleted = event("com.example.store.deleted").build();

    assertThat(RecordCase.describe(DECODER, serialized(updated, mode)))
        .containsExactly(
            "{\"type\":\"UPSERT\",\"storeNumber\":\"2651-53179\","
                + "\"updatedAt\":\"2017-02-01T00:00:00Z\","
                + "\"store\":{\"storeName\":\"Center Rd.\",\"country\":\"US\",\"latitude\":41.24}}");
    assertThat(RecordCase.describe(DECODER, serialized(deleted, mode)))
        .containsExactly(
            "{\"type\":\"DELETE\",\"storeNumber\":\"2651-53179\","
                + "\"updatedAt\":\"2017-02-01T00:00:00Z\"}");
  }

  private static CloudEventBuilder event(String type) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/directory"))
        .withType(type)
        .withSubject("2651-53179")
        .withTime(OffsetDateTime.parse("2017-02-01T01:00:00+01:00"));
  }

  private static SourceRecord serialized(CloudEvent event, Encoding mode) {
    try (CloudEventSerializer serializer = new CloudEventSerializer()) {
      serializer.configure(
          Map.of(
              CloudEventSerializer.ENCODING_CONFIG,
              mode,
              CloudEventSerializer.EVENT_FORMAT_CONFIG,
              JsonFormat.CONTENT_TYPE),
          false);
      Headers headers = new RecordHeaders();
      byte @Nullable [] value = serializer.serialize("store-changes", headers, event);
      return new SourceRecord(
          null,
          value,
          name -> {
            Header header = headers.lastHeader(name);
            return header == null ? null : header.value();
          },
          RecordCase.TIMESTAMP);
    }
  }
}
