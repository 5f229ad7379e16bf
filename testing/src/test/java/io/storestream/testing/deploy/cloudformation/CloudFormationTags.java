package io.storestream.testing.deploy.cloudformation;

import io.storestream.testing.deploy.YamlFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the short forms of functions as their long forms: {@code !Ref X} as {@code {Ref: X}}. */
final class CloudFormationTags extends SafeConstructor {

  /** The supported functions. */
  static final Set<String> FUNCTIONS =
      Set.of("Ref", "Condition", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::Equals", "Fn::Not");

  CloudFormationTags() {
    super(YamlFile.options());
    for (String function : FUNCTIONS) {
      String tag = "!" + function.replace("Fn::", "");
      yamlConstructors.put(new Tag(tag), new Function(function));
    }
  }

  private final class Function extends AbstractConstruct {
    private final String name;

    Function(String name) {
      this.name = name;
    }

    @Override
    public Object construct(Node node) {
      Object argument;
      if (node instanceof ScalarNode scalar) {
        String text = scalar.getValue();
        argument = name.equals("Fn::GetAtt") ? List.of(text.split("\\.", 2)) : text;
      } else if (node instanceof SequenceNode sequence) {
        argument = constructSequence(sequence);
      } else {
        argument = constructMapping((MappingNode) node);
      }
      return Map.of(name, argument);
    }
  }
}
