package io.storestream.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference in the documents equals the generated one; -Dupdate=true updates it. */
class ConfigurationReferenceTest {

  private static final Path REFERENCE = Path.of("..").resolve("docs/reference/configuration.md");

  @Test
  void shouldBeWhatTheCommandsSay() throws IOException {
    // given
    String generated = ConfigurationReference.generate();
    if (Boolean.getBoolean("update")) {
      Files.writeString(REFERENCE, generated);
    }

    // when, then
    assertThat(REFERENCE)
        .as(
            "not current; renew it: mvn -q -pl quickstart -am test -Dtest=ConfigurationReferenceTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdate=true")
        .content()
        .isEqualTo(generated);
  }
}
