package io.storestream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storestream.formats.ReadOptions;
import io.storestream.formats.StoreMapping;
import io.storestream.model.event.EpochUnit;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FileOptionsTest {

  @Test
  void shouldFindOutEverythingByDefault() {
    assertThat(parse()).isEqualTo(ReadOptions.DEFAULTS);
  }

  @Test
  void shouldPassOnWhatTheUserSays() {
    assertThat(
            parse(
                "--delimiter=;",
                "--encoding=utf-16le",
                "--escape",
                "--null-text=NULL, N/A,\\N,",
                "--epoch=MILLIS"))
        .isEqualTo(
            new ReadOptions(
                ';',
                StandardCharsets.UTF_16LE,
                true,
                Set.of("NULL", "N/A", "\\N"),
                EpochUnit.MILLIS,
                StoreMapping.STANDARD));
  }

  @ParameterizedTest
  @CsvSource({"tab", "TAB", "\\t", "'\t'"})
  void shouldKnowTheNamesOfTheTab(String delimiter) {
    assertThat(parse("--delimiter", delimiter).delimiter()).isEqualTo('\t');
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "a", "1", ";;", "\n", "tabs", "§", "😀"})
  void shouldRejectDelimitersThatDataHas(String delimiter) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--delimiter", delimiter))
        .withMessage(
            "--delimiter must be one ASCII character that is no letter, digit, quote or backslash,"
                + " such as ';', or the word tab, not '%s'",
            delimiter);
  }

  @Test
  void shouldTakeTheDelimiterOfHive() {
    assertThat(parse("--delimiter=\u0001").delimiter()).isEqualTo('\u0001');
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-7½", "latin99"})
  void shouldRejectUnknownEncodings(String encoding) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("--encoding", encoding))
        .withMessage(
            "--encoding must be an encoding such as UTF-8, UTF-16LE or windows-1252, not '%s'",
            encoding);
  }

  private static ReadOptions parse(String... arguments) {
    FileOptions options = new FileOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("files", spec(options)))
        .parseArgs(arguments);
    return options.toReadOptions();
  }

  private static CommandLine.Model.CommandSpec spec(FileOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
