package io.storestream.ingester.command;

import io.storestream.formats.StoreMapping;
import io.storestream.formats.record.ChangeFormat;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Command-line options that say how records are read; a picocli mixin. */
final class RecordOptions {

  @Option(
      names = "--formats",
      paramLabel = "NAME,…",
      description =
          "Formats of the records that are read: event (our own), cloudevents and debezium. Each"
              + " record says which it is of. Records of other formats go to the dead-letter"
              + " topic.")
  private String formats = ChangeFormat.ALL;

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description =
          "Properties file that maps the columns of databases to the fields of a store, such as:"
              + " country = country_code | 'US'. It applies to Debezium's records and to rows behind"
              + " the ID of a schema, and is the same as for produce.")
  private String map = "";

  /**
   * @throws IllegalArgumentException if there is no format, or an unknown one
   */
  Set<ChangeFormat> formats() {
    return ChangeFormat.parse(formats);
  }

  /**
   * @throws io.storestream.cli.CommandFailedException if the mapping can't be read
   */
  StoreMapping mapping() {
    return map.isBlank() ? StoreMapping.STANDARD : StoreMapping.read(Path.of(map));
  }
}
