package io.storestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:7070",
    "example.org, http://example.org:7070",
    "0.0.0.0, http://localhost:7070",
    "::, http://localhost:7070",
    "::1, http://[::1]:7070",
    "[::1], http://[::1]:7070"
  })
  void shouldMakeAUrlThatOpens(String host, String url) {
    assertThat(ListenAddress.url("http", host, 7070)).isEqualTo(url);
  }
}
