package io.storestream.quickstart.generate.geography;

/**
 * A real city, and the center of the smaller cities around it.
 *
 * @param id its row in the list of places, from 0
 * @param country country of the city
 * @param state code of the state or province, as the chain's own lists write it
 * @param city real name
 * @param postcode form of the postcodes there
 * @param timezone offset and name, such as {@code GMT-06:00 America/Chicago}
 * @param latitude in hundredths of a degree
 * @param longitude in hundredths of a degree
 * @param weight number of stores in or around it, of about 26,000
 */
public record Place(
    int id,
    Country country,
    String state,
    String city,
    Template postcode,
    String timezone,
    int latitude,
    int longitude,
    int weight) {

  public Place {
    if (weight < 1) {
      throw new IllegalArgumentException(
          "weight of " + city + " must be positive, but is " + weight);
    }
  }

  /**
   * Returns a postcode, or an empty text for the country's share of stores.
   *
   * @param in this city or a smaller one around it
   */
  public String postcode(RowRandom random, String in) {
    return country.postcode(postcode, random, in);
  }
}
