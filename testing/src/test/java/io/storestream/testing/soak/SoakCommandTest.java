package io.storestream.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid options; the other tests of this package cover what a soak does. */
class SoakCommandTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"--minutes=0", "--stores=0", "--rate=-1", "--ingesters=0", "--minutes=long"})
  void shouldRefuseWhatMakesNoSense(String option) {
    assertThat(CommandRunner.run(new SoakCommand(), option)).isEqualTo(ExitCode.USAGE);
  }
}
