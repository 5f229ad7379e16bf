package io.storestream.formats.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storestream.cli.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextInputTest {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "é", "東", "😀", "\n", ",", "abcdefghij".repeat(2000), "😀".repeat(9001))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Charset> encodings() {
    return Arbitraries.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030")
        .map(Charset::forName);
  }

  @Property(tries = 300)
  void shouldGiveUtf8WhateverTheEncodingAndThePieces(
      @ForAll("texts") String text,
      @ForAll("encodings") Charset encoding,
      @ForAll @IntRange(min = 1, max = 5) int pieceBytes,
      @ForAll boolean hasMark)
      throws IOException {
    // given
    boolean marked = hasMark && encoding.name().startsWith("UTF");
    byte[] file = ((marked ? "\uFEFF" : "") + text).getBytes(encoding);

    // when
    TextInput input =
        TextInput.open("case.csv", new Trickle(file, pieceBytes), marked ? null : encoding);

    // then
    assertThat(input.encoding()).isEqualTo(encoding);
    assertThat(new String(input.utf8().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, 61 81 0A 62, 61 FF 0A 62",
    "US-ASCII, 61 E9 62, 61 FF 62",
    "Shift_JIS, 93 8C 81 0A 62, E6 9D B1 FF 0A 62",
    "UTF-16LE, 61 00 00 D8 0A 00 62 00, 61 FF 0A 62",
    "UTF-16BE, 00 61 00, 61 FF",
    "UTF-32BE, 00 00 00 61 00 11 00 00 00 00 00 62, 61 FF 62",
    "ISO-2022-JP, 1B 24 42 45 6C 1B 28 42 61, E6 9D B1 61"
  })
  void shouldMarkWhatIsNotValid(Charset encoding, String file, String utf8) throws IOException {
    // when
    TextInput input = TextInput.open("case.csv", new ByteArrayInputStream(bytes(file)), encoding);

    // then
    assertThat(input.utf8().readAllBytes()).isEqualTo(bytes(utf8));
  }

  @Test
  void shouldNotWaitForMoreThanTheFirstBytes() throws IOException {
    // given a pipe whose writer has written 4 bytes and waits for an answer
    InputStream pipe =
        new InputStream() {
          private int written;

          @Override
          public int read() {
            throw new AssertionError("reads bytes one by one");
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            assertThat(written).as("bytes that were there").isZero();
            written = 4;
            to[offset] = 'a';
            to[offset + 1] = 'b';
            to[offset + 2] = 'c';
            to[offset + 3] = '\n';
            return written;
          }
        };

    // when
    TextInput input = TextInput.open("-", pipe, null);

    // then
    assertThat(input.utf8().readNBytes(4)).asString(StandardCharsets.UTF_8).isEqualTo("abc\n");
  }

  @ParameterizedTest
  @CsvSource({
    "PK 03 04 14 00 00 00 08 00, a zip archive: unpack it and publish its files",
    "PK 05 06 00 00, an empty zip archive: get it again",
    "D0 CF 11 E0 A1, an Excel workbook: save it as CSV UTF-8",
    "1F 8B 08 00, compressed by gzip twice: decompress it once",
    "B Z h 9 1, compressed by bzip2: decompress it",
    "FD 7 z X Z 00, compressed by xz: decompress it",
    "28 B5 2F FD 00, compressed by zstd: decompress it",
    "7 z BC AF 27 1C, a 7z archive: unpack it and publish its files",
    "P A R 1 15, a Parquet file: export it as CSV",
    "% P D F - 1, a PDF document: get the list as CSV",
    "S Q L i t e 20 f o r m a t 20 3 00, a SQLite database: export the table as CSV",
    "61 00 2C 00 62 00, seems to be UTF-16 without a byte-order mark: give --encoding UTF-16LE",
    "00 61 00 2C 00 62, seems to be UTF-16 without a byte-order mark: give --encoding UTF-16BE",
    "00 00 00 00 00, 'is mostly NUL bytes: it is damaged, or no text; get it again'"
  })
  void shouldNameWhatIsNoText(String file, String problem) {
    String message =
        problem.matches("(seems|is) .*") ? "case.csv " + problem : "case.csv is " + problem;
    assertRefused(bytes(file), null, message);
  }

  @ParameterizedTest
  @CsvSource({"[Content_Types].xml", "xl/workbook.xml", "_rels/.rels", "docProps/app.xml"})
  void shouldNameWorkbooksByTheirFirstEntry(String entry) {
    // given
    String zip = "PK\u0003\u0004" + "\0".repeat(26) + entry;

    // when, then
    assertRefused(
        zip.getBytes(StandardCharsets.ISO_8859_1),
        null,
        "case.csv is an Excel workbook: save it as CSV UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "EF BB BF 61, windows-1252, UTF-8",
    "FF FE 61 00, UTF-8, UTF-16LE",
    "FE FF 00 61, UTF-16LE, UTF-16BE",
    "FF FE 00 00, UTF-16LE, UTF-32LE"
  })
  void shouldRefuseAnEncodingAgainstTheByteOrderMark(String file, Charset given, String marked) {
    assertRefused(
        bytes(file),
        given,
        "case.csv has the byte-order mark of %s, but --encoding is %s: leave --encoding out"
            .formatted(marked, given));
  }

  @ParameterizedTest
  @CsvSource({"EF BB BF 61, UTF-8", "FF FE 61 00, UTF-16", "FE FF 00 61, UTF-16BE"})
  void shouldTakeAnEncodingThatAgreesWithTheByteOrderMark(String file, Charset given)
      throws IOException {
    // when
    TextInput input = TextInput.open("case.csv", new ByteArrayInputStream(bytes(file)), given);

    // then
    assertThat(input.utf8().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("a");
  }

  private static void assertRefused(byte[] file, @Nullable Charset given, String message) {
    assertThatThrownBy(() -> TextInput.open("case.csv", new ByteArrayInputStream(file), given))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(message);
  }

  /** Returns the bytes of two hexadecimal digits or one character each, between blanks. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String one : text.split(" ", -1)) {
      if (one.equals("PK")) {
        bytes.writeBytes(one.getBytes(StandardCharsets.US_ASCII));
      } else {
        bytes.write(one.length() == 1 ? one.charAt(0) : Integer.parseInt(one, 16));
      }
    }
    return bytes.toByteArray();
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends FilterInputStream {

    private final int pieceBytes;

    Trickle(byte[] file, int pieceBytes) {
      super(new ByteArrayInputStream(file));
      this.pieceBytes = pieceBytes;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return super.read(to, offset, Math.min(length, pieceBytes));
    }
  }
}
