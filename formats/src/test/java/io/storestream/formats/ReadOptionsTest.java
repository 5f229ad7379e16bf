package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOptionsTest {

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|', ' ', '~', '^', ':', '\u001F'})
  void shouldTakeDelimiters(char delimiter) {
    assertThat(ReadOptions.DEFAULTS.withDelimiter(delimiter).delimiter()).isEqualTo(delimiter);
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\\', '\r', '\n', '\0', 'a', 'Z', '7', '\u00A7', '\u007F'})
  void shouldRefuseDelimitersThatMeanSomethingElse(char delimiter) {
    assertThatThrownBy(() -> ReadOptions.DEFAULTS.withDelimiter(delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the delimiter must be an ASCII character that is no letter, digit, quote, backslash"
                + " or line end");
  }
}
