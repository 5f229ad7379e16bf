package io.storestream.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static final Pattern LINE_END = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "bc", "é", "\n", "\r", "\r\n")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  @Property
  void shouldCutLinesWhateverPiecesTheyArriveIn(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 5) int pieceBytes)
      throws IOException {
    // given
    LineReader reader = new LineReader(new Trickle(text, pieceBytes), 1000);
    List<String> lines = new ArrayList<>();

    // when
    reader.begin();
    while (reader.extend() == LineReader.Step.LINE) {
      lines.add(reader.line() + ":" + reader.lenientText());
      reader.begin();
    }

    // then
    assertThat(lines).containsExactlyElementsOf(naiveLines(text));
  }

  @Property
  void shouldReadLinesAnewThatWereGivenBack(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 5) int pieceBytes,
      @ForAll @IntRange(min = 2, max = 6) int lookAhead)
      throws IOException {
    // given
    LineReader reader = new LineReader(new Trickle(text, pieceBytes), 1000);
    List<String> lines = new ArrayList<>();

    // when each record is gathered from several lines and then cut down to its first
    reader.begin();
    while (reader.extend() == LineReader.Step.LINE) {
      for (int i = 1; i < lookAhead; i++) {
        reader.extend();
      }
      reader.keepFirstLine();
      lines.add(reader.line() + ":" + reader.lenientText());
      reader.begin();
    }

    // then
    assertThat(lines).containsExactlyElementsOf(naiveLines(text));
  }

  @Property
  void shouldPassOverLinesBeyondTheBoundAndKeepTheOthers(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 5) int pieceBytes)
      throws IOException {
    // given room for three bytes and a line end
    LineReader reader = new LineReader(new Trickle(text, pieceBytes), 4);
    List<String> lines = new ArrayList<>();

    // when
    reader.begin();
    for (LineReader.Step step = reader.extend();
        step != LineReader.Step.END;
        step = reader.extend()) {
      if (step == LineReader.Step.FULL) {
        reader.skipFullLine();
      } else {
        lines.add(reader.line() + ":" + reader.lenientText());
      }
      reader.begin();
    }

    // then
    List<String> withinBound = naiveLines(text, line -> utf8(withoutEnd(line)).length < 4);
    assertThat(lines).containsExactlyElementsOf(withinBound);
  }

  @Test
  void shouldSayWhenRecordWouldGrowBeyondBound() throws IOException {
    // given
    LineReader reader = new LineReader(new Trickle("abc\ndef\nghi\n", 64), 10);

    // when
    reader.begin();

    // then the third line has no room, and waits
    assertThat(reader.extend()).isEqualTo(LineReader.Step.LINE);
    assertThat(reader.extend()).isEqualTo(LineReader.Step.LINE);
    assertThat(reader.extend()).isEqualTo(LineReader.Step.FULL);
    assertThat(reader.lenientText()).isEqualTo("abc\ndef");
    reader.begin();
    assertThat(reader.extend()).isEqualTo(LineReader.Step.LINE);
    assertThat(reader.lenientText()).isEqualTo("ghi");
    assertThat(reader.line()).isEqualTo(3);
    reader.begin();
    assertThat(reader.extend()).isEqualTo(LineReader.Step.END);
  }

  private static List<String> naiveLines(String text) {
    return naiveLines(text, line -> true);
  }

  private static List<String> naiveLines(String text, Predicate<String> wanted) {
    List<String> lines = LINE_END.splitAsStream(text).filter(line -> !line.isEmpty()).toList();
    return IntStream.range(0, lines.size())
        .filter(i -> wanted.test(lines.get(i)))
        .mapToObj(i -> (i + 1) + ":" + withoutEnd(lines.get(i)))
        .toList();
  }

  private static String withoutEnd(String line) {
    return line.replaceAll("\\r?\\n$|\\r$", "");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Gives a few bytes at a time, as pipes do. */
  private static final class Trickle extends FilterInputStream {

    private final int pieceBytes;

    Trickle(String text, int pieceBytes) {
      super(new ByteArrayInputStream(utf8(text)));
      this.pieceBytes = pieceBytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      InputStream source = in;
      return source.read(target, offset, Math.min(length, pieceBytes));
    }
  }
}
