package io.storestream.cli.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the environment variable of an option that does not follow {@linkplain EnvironmentDefaults
 * the rule}.
 *
 * <pre>{@code
 * @Option(names = "--bootstrap-servers", description = "Kafka brokers to start from.")
 * @EnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS")
 * private String bootstrapServers = "localhost:9092";
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface EnvironmentVariable {

  /** The variable's name; empty if the option has no variable. */
  String value();
}
