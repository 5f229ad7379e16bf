// How names and numbers are shown.

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const NUMBERS = new Intl.NumberFormat("en");
const MISSING = ["No country", "No state", "No city", "No postcode"];
const LEVELS = [["country", "countries"], ["state", "states"], ["city", "cities"], ["postcode", "postcodes"]];
export const number = (value) => NUMBERS.format(value);
export const stores = (count) => (count === 1 ? "1 store" : `${number(count)} stores`);

/** Returns "2 states" for level 1, and so on. */
export const levels = (level, count) => `${number(count)} ${LEVELS[level][count === 1 ? 0 : 1]}`;

/** Returns the name of a location at a level: 0 for countries to 3 for postcodes. */
export function placeName(level, name) {
  if (name === "") return MISSING[level];
  if (level === 0) return countryName(name);
  return level === 3 ? name : readable(name);
}

function countryName(code) {
  // Of other texts, DisplayNames throws.
  return /^[A-Za-z]{2}$/.test(code) ? COUNTRIES.of(code.toUpperCase()) ?? code : code;
}

// The API's names are in capitals; short ones are abbreviations.
function readable(name) {
  if (name.length < 4 || name !== name.toUpperCase()) return name;
  return name.toLowerCase().replace(/(^|[\s(/.-])(\p{L})/gu, (start) => start.toUpperCase());
}

export const distance = (km) => (km < 1 ? `${Math.round(km * 1000)} m` : `${km < 100 ? km.toFixed(1) : number(Math.round(km))} km`);

/** Returns what a store is called. */
export const storeName = (store) => store.storeName ?? store.storeNumber;
export const address = (store) =>
  [store.streetAddress, store.city, store.state, store.postcode].filter(Boolean).join(", ");
