package io.storestream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.storestream.cli.CommandRunner;
import io.storestream.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The source of options that are not given, and its description in the help. */
class EnvironmentDefaultsTest {

  private final AllOptions options = new AllOptions();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldKeepInitialValuesWithoutVariables() {
    assertThat(execute(Map.of())).isZero();

    assertThat(options.values()).isEqualTo("localhost:9092 5 false PT1M CONDITIONAL 8081 1.0 ");
  }

  @Test
  void shouldTakeVariablesOfOptionsAndMixins() {
    // given
    Map<String, String> environment =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
            "STORES_MAX_IN_FLIGHT", "7",
            "STORES_ONCE", "true",
            "STORES_MAX_AHEAD", "PT2S",
            "STORES_WRITES", "batch",
            "STORES_PORT", "0",
            "STORES_PERCENT", "2.5",
            "STORES_NAME", "n");

    // when
    assertThat(execute(environment)).isZero();

    // then
    assertThat(options.values()).isEqualTo("broker:9092 7 true PT2S BATCH 0 2.5 n");
  }

  @Test
  void shouldPreferWhatIsGivenToVariables() {
    Map<String, String> environment = Map.of("STORES_MAX_IN_FLIGHT", "x", "STORES_ONCE", "true");

    assertThat(execute(environment, "--max-in-flight", "9", "--once")).isZero();

    assertThat(options.values()).startsWith("localhost:9092 9 true ");
  }

  @Test
  void shouldTakeTextsAsTheyAre() {
    assertThat(execute(Map.of("STORES_NAME", "a $b ${c} $$ \\ \"d\""))).isZero();
    assertThat(options.values()).endsWith(" 1.0 a $b ${c} $$ \\ \"d\"");
  }

  @Test
  void shouldTakeEmptyTextsAsTheyAre() {
    assertThat(execute(Map.of("KAFKA_BOOTSTRAP_SERVERS", ""))).isZero();
    assertThat(options.values()).startsWith(" 5 ");
  }

  @Test
  void shouldIgnoreVariablesOfOptionsThatHaveNone() {
    assertThat(execute(Map.of("STORES_ENV", "prod", "STORES_HELP", "x", "STORES_VERSION", "1")))
        .isZero();
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STORES_MAX_IN_FLIGHT | ''         | --max-in-flight (from STORES_MAX_IN_FLIGHT) must be a whole number, not ''
          STORES_MAX_IN_FLIGHT | ten        | --max-in-flight (from STORES_MAX_IN_FLIGHT) must be a whole number, not 'ten'
          STORES_MAX_IN_FLIGHT | 2147483648 | --max-in-flight (from STORES_MAX_IN_FLIGHT) must be a whole number from -2147483648 to 2147483647, not '2147483648'
          STORES_ONCE          | maybe      | --once (from STORES_ONCE) must be true or false, not 'maybe'
          STORES_MAX_AHEAD     | 5m         | --max-ahead (from STORES_MAX_AHEAD) must be a duration such as PT5M for five minutes or PT30S for thirty seconds, not '5m'
          STORES_WRITES        | both       | --writes (from STORES_WRITES) must be conditional or batch, not 'both'
          STORES_PORT          | 65536      | --port (from STORES_PORT) must be a port from 0 to 65535, not '65536'
          STORES_PERCENT       | few        | --percent (from STORES_PERCENT) must be a number, not 'few'
          """)
  void shouldNameTheVariableOfAnInvalidValue(String variable, String value, String message) {
    assertThat(execute(Map.of(variable, value))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines()).containsExactly(message, "`all --help` has all options");
  }

  @Test
  void shouldNotNameTheVariableOfAnInvalidValueInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("arguments"), "--max-in-flight ten\n");

    assertThat(execute(Map.of("STORES_MAX_IN_FLIGHT", "7"), "@" + file)).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString().lines())
        .containsExactly(
            "--max-in-flight must be a whole number, not 'ten'", "`all --help` has all options");
  }

  @Test
  void shouldEndDescriptionsWithVariableAndDefault() {
    CommandLine command = CommandRunner.commandLine(options, name -> "9");

    assertThat(command.setUsageHelpWidth(100).getUsageMessage())
        .isEqualToNormalizingNewlines(
            """
            Usage: all [-hV] [--env] [--once] [--bootstrap-servers=<bootstrapServers>] [--geo=BOOLEAN]
                       [--max-ahead=<maxAhead>] [--max-in-flight=<maxInFlight>] [--name=<name>]
                       [--percent=<percent>] [--port=<port>] [--state-dir=<stateDir>] [--writes=<writes>]
                  --bootstrap-servers=<bootstrapServers>
                                        Brokers. [KAFKA_BOOTSTRAP_SERVERS; default: localhost:9092]
                  --env                 No variable.
                  --geo=BOOLEAN         Cells. [STORES_GEO; default: true]
              -h, --help                Show this help message and exit.
                  --max-ahead=<maxAhead>
                                        Duration. [STORES_MAX_AHEAD; default: PT1M]
                  --max-in-flight=<maxInFlight>
                                        100 % of it. [STORES_MAX_IN_FLIGHT; default: 5]
                  --name=<name>         Name. [STORES_NAME]
                  --once                Flag. [STORES_ONCE]
                  --percent=<percent>   Percent. [STORES_PERCENT; default: 1]
                  --port=<port>         Port. [STORES_PORT; default: 8081]
                  --state-dir=<stateDir>
                                        Path. [STORES_STATE_DIR; default: ~/state]
              -V, --version             Print version information and exit.
                  --writes=<writes>     Mode. [STORES_WRITES; default: conditional]
            """);
  }

  private int execute(Map<String, String> environment, String... arguments) {
    return CommandRunner.commandLine(options, environment::get)
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private enum Mode {
    CONDITIONAL,
    BATCH
  }

  /** Options that several commands share. */
  private static final class Servers {
    @Option(names = "--bootstrap-servers", description = "Brokers.")
    @EnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")
    private String bootstrapServers = "localhost:9092";
  }

  @Command(name = "all", mixinStandardHelpOptions = true)
  private static final class AllOptions implements Callable<Integer> {
    @Mixin private Servers servers = new Servers();

    @Option(names = "--max-in-flight", description = "100 %% of it.")
    private int maxInFlight = 5;

    @Option(names = "--once", fallbackValue = "true", description = "Flag.")
    private boolean once;

    @Option(names = "--geo", paramLabel = "BOOLEAN", arity = "1", description = "Cells.")
    private boolean geo = true;

    @Option(names = "--max-ahead", description = "Duration.")
    private Duration maxAhead = Duration.ofMinutes(1);

    @Option(names = "--writes", description = "Mode.")
    private Mode writes = Mode.CONDITIONAL;

    @Option(names = "--port", converter = PortConverter.class, description = "Port.")
    private int port = 8081;

    @Option(names = "--percent", description = "Percent.")
    private double percent = 1;

    @Option(names = "--name", description = "Name.")
    private String name = "";

    @Option(names = "--state-dir", description = "Path.")
    private Path stateDir = Path.of(System.getProperty("user.home"), "state");

    @Option(names = "--env", description = "No variable.")
    @EnvironmentVariable("")
    private boolean env;

    String values() {
      return "%s %d %s %s %s %d %s %s"
          .formatted(
              servers.bootstrapServers, maxInFlight, once, maxAhead, writes, port, percent, name);
    }

    @Override
    public Integer call() {
      return env || !geo || stateDir.toString().isEmpty() ? 1 : ExitCode.OK;
    }
  }
}
