package io.storestream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void shouldLeaveWhatPeopleReadAsItIs() {
    assertThat(SafeText.of("125th & W. Center Rd. — 東京 Ñandú 🏬"))
        .isEqualTo("125th & W. Center Rd. — 東京 Ñandú 🏬");
  }

  @Test
  void shouldKeepToOneLineAndNotSteerTheTerminal() {
    assertThat(SafeText.of("a\nb\r\tc\\d\u2028e")).isEqualTo("a\\nb\\r\\tc\\\\d\\u2028e");
    assertThat(SafeText.of("\u001b[2J\u0000\u007f\u009b"))
        .isEqualTo("\\u001b[2J\\u0000\\u007f\\u009b");
    assertThat(SafeText.of("\u202egnp.exe")).isEqualTo("\\u202egnp.exe");
    assertThat(SafeText.of("\ud83c")).isEqualTo("\\ud83c");
    assertThat(SafeText.of(Character.toString(0xE0041))).isEqualTo("\\udb40\\udc41");
  }

  @Test
  void shouldShowWhatIsNoUtf8() {
    assertThat(SafeText.excerptOf(new byte[] {'a', (byte) 0xff, 'b'}, 10)).isEqualTo("a\ufffdb");
  }

  @Test
  void shouldCutAfterWholeCharacters() {
    byte[] text = "🏬🏬🏬".getBytes(UTF_8);

    assertThat(SafeText.excerptOf(text, 3)).isEqualTo("🏬🏬🏬");
    assertThat(SafeText.excerptOf(text, 2)).isEqualTo("🏬🏬…");
    assertThat(SafeText.excerptOf("abc".getBytes(UTF_8), 0)).isEqualTo("…");
    assertThat(SafeText.excerptOf("x".repeat(1_000_000).getBytes(UTF_8), 3)).isEqualTo("xxx…");
  }

  @Test
  void shouldTellTextFromOtherBytes() {
    assertThat(SafeText.utf8("Ñ".getBytes(UTF_8))).isEqualTo("Ñ");
    assertThat(SafeText.utf8(new byte[] {(byte) 0xc3})).isNull();
  }
}
