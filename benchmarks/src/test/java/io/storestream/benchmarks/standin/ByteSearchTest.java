package io.storestream.benchmarks.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSearchTest {

  @ParameterizedTest
  @CsvSource({
    "abc, '', 0, -1",
    "abc, ab, 0, -1",
    "abc, abc, 1, 3",
    "abc, abd, 0, -1",
    "abc, xxabcxx, 1, 5",
    "abc, abcabcabc, 3, 3",
    "aa, aaaa, 2, 2", // occurrences do not overlap
    "abab, abacabab, 1, 8",
    "a, éaéa, 2, 3", // bytes of other characters match nothing
  })
  void shouldCountOccurrences(String text, String bytes, int count, int firstEnd) {
    ByteSearch search = new ByteSearch(text);

    assertThat(search.count(bytes.getBytes(UTF_8))).isEqualTo(count);
    assertThat(search.endOf(bytes.getBytes(UTF_8), 0)).isEqualTo(firstEnd);
  }
}
