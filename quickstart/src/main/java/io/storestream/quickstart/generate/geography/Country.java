package io.storestream.quickstart.generate.geography;

import java.util.List;

/**
 * The common properties of the stores of one country.
 *
 * @param code ISO 3166-1 alpha-2
 * @param language language of names and addresses
 * @param ownerships a hundred ownership types; each occurs as often as in a hundred stores
 * @param emptyPostcodesPercent percentage of stores without a postcode
 * @param emptyPhonesPercent percentage of stores without a phone number
 * @param phones forms of phone numbers
 */
public record Country(
    String code,
    Language language,
    List<String> ownerships,
    int emptyPostcodesPercent,
    int emptyPhonesPercent,
    List<Template> phones) {

  public Country {
    if (ownerships.size() != 100) {
      throw new IllegalArgumentException(
          "ownerships of " + code + " must add up to 100, but to " + ownerships.size());
    }
    ownerships = List.copyOf(ownerships);
    phones = List.copyOf(phones);
  }

  /** Returns the name of a store in a city. */
  public String storeName(RowRandom random, String city) {
    return language.name(random, city);
  }

  /** Returns street and number in a city. */
  public String address(RowRandom random, String city) {
    return language.address(random, city);
  }

  /** Returns the name of a smaller city around a known one. */
  public String town(RowRandom random, String city) {
    return language.town(random, city);
  }

  public String ownership(RowRandom random) {
    return random.pick(ownerships);
  }

  /** Returns a postcode of this form, or an empty text for the country's share of stores. */
  String postcode(Template form, RowRandom random, String city) {
    return random.chance(emptyPostcodesPercent) ? "" : form.fill(random, language.words(), city);
  }

  /** Returns a phone number, or an empty text for the country's share of stores. */
  public String phone(RowRandom random) {
    return random.chance(emptyPhonesPercent)
        ? ""
        : random.pick(phones).fill(random, language.words(), "");
  }
}
