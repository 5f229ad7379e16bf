package io.storestream.quickstart.generate.geography;

import java.util.List;

/**
 * What the stores of one country have in common.
 *
 * @param code ISO 3166-1 alpha-2
 * @param language what names and addresses are made from
 * @param ownerships a hundred ownership types, each as often as it occurs in a hundred stores
 * @param emptyPostcodesPercent how many of a hundred stores have no postcode
 * @param emptyPhonesPercent how many of a hundred stores have no phone number
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

  public String ownership(RowRandom random) {
    return random.pick(ownerships);
  }

  /** Returns a phone number, or an empty text in as many cases as the country's share. */
  public String phone(RowRandom random) {
    return random.chance(emptyPhonesPercent)
        ? ""
        : random.pick(phones).fill(random, language.words(), "");
  }
}
