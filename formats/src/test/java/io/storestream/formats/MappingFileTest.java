package io.storestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.storestream.cli.CommandFailedException;
import io.storestream.formats.StoreMapping.Column;
import io.storestream.formats.StoreMapping.Constant;
import io.storestream.formats.StoreMapping.Source;
import io.storestream.model.StoreField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {

  private static final String FIELDS =
      "storeNumber, brand, storeName, ownershipType, streetAddress, city, state, country, postcode,"
          + " phoneNumber, timezone, longitude, latitude, updatedAt";

  @TempDir private Path folder;

  @Test
  void shouldMapTheNamedFieldsAndKeepTheUsualColumnsOfTheOthers() throws IOException {
    // when
    StoreMapping mapping =
        read(
            """
            \uFEFF# the layout of the shop system
            storeNumber = store_id
            storeName   : name | Filialname | 'no ''name'''
            ! a comment that goes on \\
            country     = country_code | 'US'
            city=town
            brand       = 'Stra\\u00dfe | Co'
            state       =
            streetAddress = Straße \\
                | house no.
            updatedAt   = changed at
            """);

    // then
    Map<StoreField, List<Source>> fields = new HashMap<>(StoreMapping.STANDARD.fields());
    fields.put(
        StoreField.STORE_NAME,
        List.of(column("name"), column("Filialname"), new Constant("no 'name'")));
    fields.put(StoreField.COUNTRY, List.of(column("country_code"), new Constant("US")));
    fields.put(StoreField.CITY, List.of(column("town")));
    fields.put(StoreField.BRAND, List.of(new Constant("Straße | Co")));
    fields.put(StoreField.STATE, List.of());
    fields.put(StoreField.STREET_ADDRESS, List.of(column("Straße"), column("house no.")));
    assertThat(mapping)
        .isEqualTo(
            new StoreMapping(List.of(column("store_id")), fields, List.of(column("changed at"))));
  }

  @Test
  void shouldTakeAnEmptyFileForTheUsualColumns() throws IOException {
    assertThat(read("")).isEqualTo(StoreMapping.STANDARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '"',
      textBlock =
          """
          shopName = name           § a store has no field 'shopName'; its fields are FIELDS
          Country = code            § a store has no field 'Country'; its fields are FIELDS
          = code                    § a store has no field ''; its fields are FIELDS
          country = 'US             § a single quote is not closed: 'US
          country = code | 'it''s   § a single quote is not closed: 'it''s
          country = 'US' code       § something follows a constant: separate alternatives by |, and write a single quote twice
          country = 'it's'          § something follows a constant: separate alternatives by |, and write a single quote twice
          country = code |          § an alternative is empty: name a column, or a constant in single quotes
          country = | code          § an alternative is empty: name a column, or a constant in single quotes
          country = code || 'US'    § an alternative is empty: name a column, or a constant in single quotes
          country = 'US' | code     § nothing after the constant 'US' is ever used
          country = ___             § '___' is no name of a column
          country =                 § country needs a column or a constant such as 'US'
          storeNumber =             § storeNumber needs a column, and can't be a constant
          storeNumber = id | '1'    § storeNumber needs a column, and can't be a constant
          city = town               § city is there twice
          brand = \\u12              § Malformed \\uxxxx encoding.
          """)
  void shouldNameTheLineOfAnError(String line, String problem) {
    // given
    String file = "# a comment\ncity = \\\n  place\n" + line + "\n";

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> read(file))
        .withMessage(
            "%s, line 4: %s", folder.resolve("map.properties"), problem.replace("FIELDS", FIELDS));
  }

  @Test
  void shouldNameTheQuotesThatAConstantNeeds() {
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> read("country = code | \"US\"\n"))
        .withMessage(
            "%s, line 1: \"US\" is no name of a column: a constant stands in single quotes",
            folder.resolve("map.properties"));
  }

  @Test
  void shouldNameAMissingFile() {
    // given
    Path missing = folder.resolve("missing.properties");

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreMapping.read(missing))
        .withMessage("there is no mapping %s (--map)", missing);
  }

  @Test
  void shouldRejectAnotherEncoding() throws IOException {
    // given
    Path file = folder.resolve("map.properties");
    Files.write(file, "city = Größe".getBytes(StandardCharsets.ISO_8859_1));

    // when, then
    assertThatExceptionOfType(CommandFailedException.class)
        .isThrownBy(() -> StoreMapping.read(file))
        .withMessage("the mapping %s is not valid UTF-8: save it as UTF-8", file);
  }

  private StoreMapping read(String content) throws IOException {
    return StoreMapping.read(Files.writeString(folder.resolve("map.properties"), content));
  }

  private static Column column(String name) {
    return Column.required(name);
  }
}
