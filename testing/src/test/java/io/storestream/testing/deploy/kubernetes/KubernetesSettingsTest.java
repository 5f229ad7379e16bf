package io.storestream.testing.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Container;
import io.storestream.cli.option.EnvironmentDefaults;
import io.storestream.quickstart.Stores;
import io.storestream.testing.deploy.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import software.amazon.awssdk.core.SdkSystemSetting;

/** The manifests set only settings of the commands that they run. */
class KubernetesSettingsTest {

  /** Settings of libraries: the AWS SDK reads one, the JVM the other. */
  private static final Set<String> OF_LIBRARIES =
      Set.of(SdkSystemSetting.AWS_REGION.environmentVariable(), "JDK_JAVA_OPTIONS");

  @ParameterizedTest
  @CsvSource({
    "base, storestream-ingester, ingest",
    "base, storestream-query-api, serve",
    "watch, storestream-producer, produce",
    "overlays/example, storestream-ingester, ingest",
    "overlays/example, storestream-query-api, serve",
  })
  void shouldSetOnlyWhatTheCommandKnows(String directory, String name, String command) {
    Manifests manifests =
        Kustomization.render(YamlFile.ROOT.resolve("deploy/kubernetes").resolve(directory));
    V1Container container = manifests.container(name);
    assertThat(container.getCommand()).as("the image's own entry point runs").isEmpty();
    assertThat(container.getArgs()).first().isEqualTo(command);
    Map<String, String> options = optionsByVariable(command);
    List<String> arguments = new ArrayList<>(container.getArgs());
    manifests
        .environment(name)
        .forEach(
            (variable, value) -> {
              if (!OF_LIBRARIES.contains(variable)) {
                assertThat(options).as("variables of %s", command).containsKey(variable);
                arguments.add(options.get(variable) + "=" + value);
              }
            });

    // Throws if it does not know an option or a value.
    CommandLine.ParseResult parsed =
        new CommandLine(Stores.class)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(arguments.toArray(String[]::new));

    assertThat(parsed.subcommand().matchedOptions()).hasSize(arguments.size() - 1);
    assertThat(manifests.environment(name))
        .containsEntry(
            command.equals("serve") ? "STORES_HTTP_HOST" : "STORES_MANAGEMENT_HOST", "0.0.0.0");
  }

  private static Map<String, String> optionsByVariable(String command) {
    CommandLine commandLine =
        Objects.requireNonNull(
            new CommandLine(Stores.class).getSubcommands().get(command), command);
    Map<String, String> options = new HashMap<>();
    for (OptionSpec option : commandLine.getCommandSpec().options()) {
      String variable = EnvironmentDefaults.variable(option);
      if (variable != null) {
        options.put(variable, option.longestName());
      }
    }
    return options;
  }
}
