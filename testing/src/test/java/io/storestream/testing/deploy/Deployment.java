package io.storestream.testing.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of the files that describe deployments, and of other files that they refer to. */
public final class Deployment {

  public static final Path BASE = YamlFile.ROOT.resolve("deploy/kubernetes/base");
  public static final Path EXAMPLE = YamlFile.ROOT.resolve("deploy/kubernetes/overlays/example");
  public static final Path WATCH = YamlFile.ROOT.resolve("deploy/kubernetes/watch");
  public static final Path TEMPLATE =
      YamlFile.ROOT.resolve("deploy/cloudformation/storestream.yaml");

  private Deployment() {}

  /** Returns a file among the test resources. */
  public static Path testFile(String name) {
    try {
      return Path.of(Objects.requireNonNull(Deployment.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** Returns the group of a pattern that must match a file of the project. */
  public static String find(String file, String pattern) {
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
