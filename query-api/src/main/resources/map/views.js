// What the panel shows for each kind of view: which URLs it needs, and what becomes of the answers.

import { urls } from "./api.js";
import { card } from "./card.js";
import { el } from "./dom.js";
import { childList, filterOf, pageOf, storeList } from "./lists.js";
import { levels, placeName, storeName, stores } from "./names.js";
import { boxOf } from "./projection.js";

const NEAREST = 20;
const FILTERS = ["Filter countries", "Filter states", "Filter cities"];

/**
 * @returns {urls, title, places, render}: render takes the answers and returns {subtitle, content,
 *     box, found, title, places}
 */
export function describe(view, { bbox, limit, more, filter, say }) {
  if (view.store) return storeView(view.store, say);
  if (view.near) return nearView(view.near);
  if (view.list) return listView(bbox, limit, more);
  if (view.places.length < 3) return locationView(view.places, filter);
  return view.places.length === 3 ? cityView(view.places, limit, more) : postcodeView(view.places, limit, more);
}

const locationView = (names, filter) => ({
  urls: [urls.location(names)],
  title: names.length ? placeName(names.length - 1, names.at(-1)) : "All stores",
  places: names,
  render([{ count, children }]) {
    if (!names.length && !count) return { subtitle: "There are no stores yet", content: noStores() };
    const list = childList(names, children);
    return {
      subtitle: `${stores(count)} in ${levels(names.length, children.length)}`,
      content: [filterOf(list, FILTERS[names.length], filter), list],
    };
  },
});

const cityView = (names, limit, more) => ({
  urls: [urls.location(names), urls.stores(names, limit)],
  title: placeName(2, names[2]),
  places: names,
  render: ([{ count, children }, page]) => ({
    subtitle: `${stores(count)} in ${levels(3, children.length)}`,
    box: boxOf(page.stores),
    content: [
      el("h2", {}, "Postcodes"), childList(names, children),
      el("h2", {}, "Stores"), ...pageOf(page, limit, more),
    ],
  }),
});

const postcodeView = (names, limit, more) => ({
  urls: [urls.count(names), urls.stores(names, limit)],
  title: names[3],
  places: names,
  render: ([{ count }, page]) => ({
    subtitle: stores(count),
    box: boxOf(page.stores),
    content: pageOf(page, limit, more),
  }),
});

const nearView = (near) => ({
  urls: [urls.near(near, NEAREST)],
  title: "Stores near here",
  places: [],
  render: ([{ stores: found }]) => ({
    subtitle: found.length ? `The nearest ${stores(found.length)}, as the crow flies` : "No store has coordinates",
    box: boxOf([near, ...found.slice(0, 10).flatMap((store) => mirrored(near, store))]),
    content: [storeList(found)],
  }),
});

/** Returns a store and its reflection in a point, which is then the middle of their box. */
function mirrored(point, { latitude, longitude }) {
  const [north, east] = [latitude - point.latitude, ((longitude - point.longitude + 540) % 360) - 180];
  return [1, -1].map((way) => ({ latitude: point.latitude + way * north, longitude: point.longitude + way * east }));
}

const listView = (bbox, limit, more) => ({
  urls: [urls.window(bbox, limit)],
  pagesOf: limit,
  title: "Stores on the map",
  places: [],
  render(pages) {
    const page = { stores: pages.flatMap((it) => it.stores), nextCursor: pages.at(-1).nextCursor };
    const found = page.stores.length ? stores(page.stores.length) : "No store is in view; move the map or zoom out";
    const subtitle = page.nextCursor ? `The first ${found}; zoom in for fewer` : found;
    return { subtitle, content: pageOf(page, limit, more) };
  },
});

const storeView = (number, say) => ({
  urls: [urls.store(number)],
  title: `Store ${number}`,
  places: [],
  render([store]) {
    const names = [store.country, store.state ?? "", store.city ?? "", store.postcode].filter((name) => name !== undefined);
    return {
      title: storeName(store),
      subtitle: store.storeName ? `Store ${store.storeNumber}` : "",
      places: names,
      content: card(store, say),
      found: store,
    };
  },
});

const noStores = () => [
  el("p", {}, "Stores appear here, without reloading, as soon as the table has some. To load generated ones:"),
  el("pre", { tabindex: "0" }, el("code", {}, "./stores generate --stores 1000 | ./stores produce -")),
  el("p", {}, "Or a list of yours:"),
  el("pre", { tabindex: "0" }, el("code", {}, "./stores produce my-stores.csv")),
];
