package io.storestream.maintenance.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterFormatTest {

  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final byte[] NO_UTF8 = {(byte) 0xff, 0};

  @Test
  void shouldShowADeadLetterOnAFewLines() {
    assertThat(print(DeadLetterFormat.TEXT, DeadLetters.read(7, "InvalidEvent"), false))
        .isEqualTo(
            """
            changes-dlq/3@7 1970-01-01T00:16:40Z InvalidEvent
              reason: not good
              original: changes/5@42 of 1970-01-01T00:16:30Z
              key: key
              value: value
            """);
  }

  @Test
  void shouldShowStrangeThingsSafely() {
    Headers headers = DeadLetters.headers("changes", "Invalid\u001bEvent", "two\nlines");

    assertThat(
            print(
                DeadLetterFormat.TEXT,
                deadLetter(NO_UTF8, "a\n".repeat(100).getBytes(UTF_8), headers),
                true))
        .isEqualTo(
            """
            changes-dlq/3@7 1970-01-01T00:16:40Z Invalid\\u001bEvent (redriven)
              reason: two\\nlines
              original: changes/5@42 of 1970-01-01T00:16:30Z
              key: \ufffd\\u0000
              value: %s…
            """
                .formatted("a\\n".repeat(80)));
  }

  @Test
  void shouldShowWhatIsNotKnownAndNotThere() {
    assertThat(print(DeadLetterFormat.TEXT, deadLetter(null, null, new RecordHeaders()), false))
        .isEqualTo(
            """
            changes-dlq/3@7 1970-01-01T00:16:40Z unknown
              reason: unknown
              original: unknown of unknown
              key: none
              value: none
            """);
    assertThat(print(DeadLetterFormat.JSON, deadLetter(null, null, new RecordHeaders()), false))
        .isEqualTo(
            """
            {"topic":"changes-dlq","partition":3,"offset":7,"arrivedAt":"1970-01-01T00:16:40Z",\
            "redriven":false,"exception":"unknown","reason":null,"original":{"topic":null,\
            "partition":null,"offset":null,"timestamp":null},"key":null,"value":null,"headers":[]}
            """);
  }

  @Test
  void shouldSayThatAValueWasLeftOut() {
    Headers headers = DeadLetters.headers("changes", "EventTooLarge", "too large");
    headers.add("original-value-bytes", "2097152".getBytes(UTF_8));

    assertThat(print(DeadLetterFormat.TEXT, deadLetter(KEY, null, headers), false))
        .endsWith("  value: left out, 2,097,152 bytes\n");
    assertThat(print(DeadLetterFormat.JSON, deadLetter(KEY, null, headers), false))
        .contains("\"timestamp\":\"1970-01-01T00:16:30Z\",\"leftOutBytes\":2097152}");
  }

  @Test
  void shouldShowEverythingAsJson() {
    Headers headers = DeadLetters.headers("changes", "InvalidEvent", "two\nlines");
    headers.add("binary", NO_UTF8);

    assertThat(print(DeadLetterFormat.JSON, deadLetter(KEY, NO_UTF8, headers), true))
        .isEqualTo(
            """
            {"topic":"changes-dlq","partition":3,"offset":7,"arrivedAt":"1970-01-01T00:16:40Z",\
            "redriven":true,"exception":"InvalidEvent","reason":"two\\nlines","original":{\
            "topic":"changes","partition":5,"offset":42,"timestamp":"1970-01-01T00:16:30Z"},\
            "key":"key","valueBase64":"/wA=","headers":[{"name":"trace","value":"abc"},\
            {"name":"binary","valueBase64":"/wA="}]}
            """);
  }

  @Test
  void shouldTakeHeadersThatMakeNoSenseForMissing() {
    Headers headers = DeadLetters.headers("changes", "InvalidEvent", "not good");
    headers.add("__streams.errors.offset", "none".getBytes(UTF_8));
    headers.add("original-timestamp", new byte[0]);

    assertThat(print(DeadLetterFormat.TEXT, deadLetter(KEY, KEY, headers), false))
        .contains("  original: unknown of unknown\n");
  }

  @SuppressWarnings("NullAway") // Kafka's constructor takes records without key or value
  private static DeadLetterRecord deadLetter(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return DeadLetters.read(7, key, value, headers);
  }

  private static String print(
      DeadLetterFormat format, DeadLetterRecord deadLetter, boolean redriven) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.print(deadLetter, redriven, new PrintStream(out, true, UTF_8));
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
