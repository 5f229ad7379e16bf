package io.storestream.quickstart.generate.geography;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lists of languages, countries and places that come with the program. */
public final class Gazetteer {
  private static final Pattern SHARE = Pattern.compile("([CLJF])(\\d+)");
  private static final Map<String, String> OWNERSHIPS =
      Map.of("C", "Company Owned", "L", "Licensed", "J", "Joint Venture", "F", "Franchise");

  private Gazetteer() {}

  /**
   * Returns all places.
   *
   * @throws IllegalArgumentException if a list contradicts itself, which is a defect of this
   *     program
   */
  public static List<Place> read() {
    Map<String, Words> words =
        records("words.csv").stream()
            .collect(toMap(record -> record.getField("locale"), Gazetteer::words));
    Map<String, Language> languages =
        records("languages.csv").stream()
            .collect(
                toMap(record -> record.getField("language"), record -> language(record, words)));
    Map<String, Country> countries =
        records("countries.csv").stream()
            .map(record -> country(record, languages))
            .collect(toMap(Country::code, Function.identity()));
    List<Place> places = new ArrayList<>();
    for (NamedCsvRecord record : records("places.csv")) {
      places.add(place(places.size(), record, countries));
    }
    return places;
  }

  private static Language language(NamedCsvRecord record, Map<String, Words> words) {
    return new Language(
        known(words, record.getField("locale")),
        Template.parseAll(record.getField("names")),
        Template.parseAll(record.getField("addresses")),
        Template.parseAll(record.getField("towns")));
  }

  private static Words words(NamedCsvRecord record) {
    return new Words(
        wordsIn(record, "streets"), wordsIn(record, "lasts"), wordsIn(record, "towns"));
  }

  private static List<String> wordsIn(NamedCsvRecord record, String column) {
    return List.of(record.getField(column).split("\\|"));
  }

  private static Country country(NamedCsvRecord record, Map<String, Language> languages) {
    return new Country(
        record.getField("country"),
        known(languages, record.getField("language")),
        ownerships(record.getField("ownership")),
        Integer.parseInt(record.getField("emptyPostcodes")),
        Integer.parseInt(record.getField("emptyPhones")),
        Template.parseAll(record.getField("phone")));
  }

  private static List<String> ownerships(String shares) {
    List<String> ownerships = new ArrayList<>();
    Matcher share = SHARE.matcher(shares);
    while (share.find()) {
      String ownership = known(OWNERSHIPS, share.group(1));
      ownerships.addAll(Collections.nCopies(Integer.parseInt(share.group(2)), ownership));
    }
    return ownerships;
  }

  private static Place place(int id, NamedCsvRecord record, Map<String, Country> countries) {
    return new Place(
        id,
        known(countries, record.getField("country")),
        record.getField("state"),
        record.getField("city"),
        Template.parse(record.getField("postcode")),
        record.getField("timezone"),
        hundredths(record.getField("latitude")),
        hundredths(record.getField("longitude")),
        Integer.parseInt(record.getField("weight")));
  }

  private static int hundredths(String degrees) {
    return new BigDecimal(degrees).movePointRight(2).intValueExact();
  }

  private static <T> T known(Map<String, T> values, String key) {
    T value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "a list names '" + key + "', which is none of " + values.keySet());
    }
    return value;
  }

  private static List<NamedCsvRecord> records(String name) {
    InputStream resource = requireNonNull(Gazetteer.class.getResourceAsStream(name), name);
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(resource)) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
