package io.storestream.producer.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.producer.live.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedFolderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in                          | in    | ''
          /data/in/                   | /data/in | ''
          a=b                         | a=b   | ''
          in=country=US               | in    | country=US
          a=b=COUNTRY = us, state=NE  | a=b   | country=us,state=NE
          in=country=US,city=A=B      | in=country=US,city=A=B | error
          """)
  void shouldReadFolderAndScope(String text, String path, String scope) {
    if (scope.equals("error")) {
      assertThatIllegalArgumentException().isThrownBy(() -> WatchedFolder.parse(List.of(text)));
    } else {
      assertThat(WatchedFolder.parse(List.of(text)))
          .containsExactly(new WatchedFolder(Path.of(path), Scope.parse(scope)));
    }
  }

  @Test
  void shouldRefuseFolderThatIsThereTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WatchedFolder.parse(List.of("in=country=US", "./in")))
        .withMessage("--watch has the folder ./in twice: name it once");
  }
}
