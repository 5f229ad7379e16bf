package io.storestream.quickstart.generate.geography;

import java.util.List;

/**
 * Names of stores, addresses and small towns where a language is spoken.
 *
 * @param words words that fill the templates
 * @param names of stores
 * @param addresses street and number, in the language's order
 * @param towns names of the smaller cities around a known one
 */
record Language(Words words, List<Template> names, List<Template> addresses, List<Template> towns) {
  Language {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
    towns = List.copyOf(towns);
  }

  String name(RowRandom random, String city) {
    return random.pick(names).fill(random, words, city);
  }

  String address(RowRandom random, String city) {
    return random.pick(addresses).fill(random, words, city);
  }

  String town(RowRandom random, String city) {
    return random.pick(towns).fill(random, words, city);
  }
}
