package io.storestream.quickstart.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the files are that describe deployments, and what else of the project they refer to. */
final class Deployment {

  static final Path BASE = YamlFile.ROOT.resolve("deploy/kubernetes/base");
  static final Path EXAMPLE = YamlFile.ROOT.resolve("deploy/kubernetes/overlays/example");
  static final Path TEMPLATE = YamlFile.ROOT.resolve("deploy/cloudformation/storestream.yaml");

  private Deployment() {}

  /** Returns a file of the tests' own. */
  static Path testFile(String name) {
    try {
      return Path.of(Objects.requireNonNull(Deployment.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** Returns the group of a pattern in a file of the project; it has to be there. */
  static String find(String file, String pattern) {
    try {
      Matcher matcher =
          Pattern.compile(pattern).matcher(Files.readString(YamlFile.ROOT.resolve(file)));
      if (!matcher.find()) {
        throw new AssertionError("no " + pattern + " in " + file);
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
