package io.storestream.formats.text;

import static io.storestream.fixtures.GzipFiles.bgzipMember;
import static io.storestream.fixtures.GzipFiles.damaged;
import static io.storestream.fixtures.GzipFiles.join;
import static io.storestream.fixtures.GzipFiles.member;
import static io.storestream.fixtures.GzipFiles.memberWithLongHeader;
import static io.storestream.fixtures.GzipFiles.without;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GzipInputTest {

  private static final String FIRST_ROWS = "Store Number,Country\n1,FR\n";
  private static final String LAST_ROWS = "2,é\n";
  private static final String TEXT = FIRST_ROWS + LAST_ROWS;
  private static final byte[] FIRST = member(FIRST_ROWS);
  private static final byte[] LAST = member(LAST_ROWS);
  private static final String IN_THE_MIDDLE = "it ends in the middle";
  private static final String UNEXPECTED = "Unexpected data after a valid .gz stream.";

  static Stream<Arguments> whole() {
    byte[] bytes = TEXT.getBytes(UTF_8);
    int withinCharacter = bytes.length - 2;
    return Stream.of(
        Arguments.of("no compression", bytes),
        Arguments.of("one member", member(TEXT)),
        Arguments.of("two members", join(FIRST, LAST)),
        Arguments.of("a member for each byte", perByte(bytes)),
        Arguments.of(
            "members that meet within a character",
            join(
                member(Arrays.copyOf(bytes, withinCharacter)),
                member(Arrays.copyOfRange(bytes, withinCharacter, bytes.length)))),
        Arguments.of("an empty member at the end", join(FIRST, LAST, member(""))),
        Arguments.of("members of bgzip, the last one empty", bgzip()),
        Arguments.of("members of bgzip and one of gzip", join(bgzipMember(FIRST_ROWS), LAST)),
        Arguments.of("empty members before all others", join(member(""), member(""), FIRST, LAST)),
        Arguments.of(
            "members with an extra field, a name and a comment",
            join(memberWithLongHeader(FIRST_ROWS), memberWithLongHeader(LAST_ROWS))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void shouldReadAllMembers(String description, byte[] file) throws IOException {
    assertThat(read(file)).as(description).isEqualTo(TEXT);
  }

  static Stream<Arguments> unusable() {
    byte[] both = join(FIRST, LAST);
    return Stream.of(
        Arguments.of(
            "cut in the header of the second member",
            join(FIRST, Arrays.copyOf(LAST, 5)),
            IN_THE_MIDDLE),
        Arguments.of(
            "cut behind the first byte of the second member",
            join(FIRST, Arrays.copyOf(LAST, 1)),
            UNEXPECTED),
        Arguments.of(
            "cut behind the header of the second member",
            join(FIRST, Arrays.copyOf(LAST, 10)),
            IN_THE_MIDDLE),
        Arguments.of(
            "cut in the name in the header of the second member",
            join(FIRST, Arrays.copyOf(memberWithLongHeader(LAST_ROWS), 22)),
            IN_THE_MIDDLE),
        Arguments.of(
            "cut in the body of the second member",
            join(FIRST, Arrays.copyOf(LAST, 13)),
            IN_THE_MIDDLE),
        Arguments.of(
            "cut before the trailer of the second member", without(8, both), IN_THE_MIDDLE),
        Arguments.of("cut in the trailer of the second member", without(3, both), IN_THE_MIDDLE),
        Arguments.of(
            "cut in the body of the only member", without(12, member(TEXT)), IN_THE_MIDDLE),
        Arguments.of("cut behind the first bytes", Arrays.copyOf(FIRST, 2), IN_THE_MIDDLE),
        Arguments.of(
            "a wrong checksum of the first member",
            join(damaged(FIRST, FIRST.length - 8), LAST),
            "Gzip-compressed data is corrupt (CRC32 error)."),
        Arguments.of(
            "a wrong checksum of the second member",
            damaged(both, both.length - 8),
            "Gzip-compressed data is corrupt (CRC32 error)."),
        Arguments.of(
            "a wrong length of the second member",
            damaged(both, both.length - 1),
            "Gzip-compressed data is corrupt (uncompressed size mismatch)."),
        Arguments.of(
            "a damaged first byte of the second member", damaged(both, FIRST.length), UNEXPECTED),
        Arguments.of(
            "a damaged body of the second member",
            damaged(both, FIRST.length + 10),
            "Gzip-compressed data is corrupt."),
        Arguments.of(
            "another method of compression",
            damaged(both, 2),
            "Unsupported compression method 93 in the .gz header"),
        Arguments.of(
            "text behind the last member", join(both, "3,FR\n".getBytes(UTF_8)), UNEXPECTED),
        Arguments.of(
            "a line break behind the last member", join(both, new byte[] {'\n'}), UNEXPECTED),
        Arguments.of(
            "zero bytes behind the last member, as of a tape or a download that stopped",
            join(both, new byte[512]),
            UNEXPECTED),
        Arguments.of(
            "zero bytes in place of the second member",
            join(FIRST, new byte[LAST.length]),
            UNEXPECTED),
        Arguments.of(
            "members of bgzip, cut before the empty one",
            without(bgzipMember("").length, bgzip()),
            "the empty member at its end, as bgzip writes it, is missing"),
        Arguments.of("members of bgzip, cut in the empty one", without(1, bgzip()), IN_THE_MIDDLE),
        Arguments.of(
            "zero bytes between the members", join(FIRST, new byte[16], LAST), UNEXPECTED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusable")
  void shouldNotTakeWhatIsCutOrDamagedForComplete(String description, byte[] file, String reason) {
    assertThatExceptionOfType(IOException.class)
        .as(description)
        .isThrownBy(() -> read(file))
        .withMessage("the compressed file is cut or damaged (%s): get it again", reason);
  }

  @Test
  void shouldNameNoReasonWhereThereIsNone() {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(FIRST, 0, FIRST.length - 4),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException();
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException();
              }
            });

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> GzipInput.open("f", failing, false).readAllBytes())
        .withMessage("the compressed file is cut or damaged: get it again");
  }

  @Test
  void shouldFailWhereverAFileIsCutButBetweenItsMembers() throws IOException {
    // given
    byte[] file = join(FIRST, memberWithLongHeader(LAST_ROWS), LAST);
    int firstEnd = FIRST.length;
    int secondEnd = file.length - LAST.length;

    for (int length = 2; length < file.length; length++) {
      // when
      byte[] cut = Arrays.copyOf(file, length);

      // then
      if (length == firstEnd || length == secondEnd) {
        assertThat(read(cut)).isEqualTo(length == firstEnd ? FIRST_ROWS : TEXT);
      } else {
        assertThatExceptionOfType(IOException.class)
            .as("%d bytes", length)
            .isThrownBy(() -> read(cut))
            .withMessageStartingWith("the compressed file is cut or damaged (");
      }
    }
  }

  @Test
  void shouldFailWhicheverByteOfABodyOrTrailerIsDamaged() {
    byte[] file = join(FIRST, LAST);
    for (int at = 10; at < file.length; at++) {
      boolean inHeader = at >= FIRST.length && at < FIRST.length + 10;
      if (!inHeader) {
        byte[] damaged = damaged(file, at);

        assertThatExceptionOfType(IOException.class)
            .as("byte %d", at)
            .isThrownBy(() -> read(damaged))
            .withMessageStartingWith("the compressed file is cut or damaged (");
      }
    }
  }

  @Test
  void shouldFindTheNextMemberWhereverItBeginsInABuffer() throws IOException {
    for (int buffer : new int[] {8 * 1024, 64 * 1024}) {
      for (int length = buffer - 40; length < buffer + 2; length++) {
        byte[] first = uncompressedMember(length);

        assertThat(read(join(first, LAST))).as("%d bytes", length).endsWith("x" + LAST_ROWS);
        byte[] cut = join(first, without(1, LAST));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(cut));
      }
    }
  }

  @Test
  void shouldRefuseWhatItsNameSaysIsCompressedAndIsNot() {
    assertRefused(
        new byte[0], "f.gz is empty, and a file compressed by gzip never is: get it again");
    assertRefused(
        TEXT.getBytes(UTF_8),
        "f.gz is not compressed by gzip, but its name ends in .gz: get it again or rename it");
    assertRefused(
        new byte[] {0x1F},
        "f.gz is not compressed by gzip, but its name ends in .gz: get it again or rename it");
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> GzipInput.open("f.gz", new ByteArrayInputStream(file), true))
        .withMessage(message);
  }

  private static String read(byte[] file) throws IOException {
    try (InputStream in = GzipInput.open("f", new ByteArrayInputStream(file), false)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static byte[] bgzip() {
    return join(bgzipMember(FIRST_ROWS), bgzipMember(LAST_ROWS), bgzipMember(""));
  }

  private static byte[] perByte(byte[] bytes) {
    byte[] file = {};
    for (byte b : bytes) {
      file = join(file, member(new byte[] {b}));
    }
    return file;
  }

  /** Returns a member about as long as its content, which is {@code x} only. */
  private static byte[] uncompressedMember(int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      out.write("x".repeat(length).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
