// What the panel shows for each kind of view: which URLs it needs, and what becomes of the answers.

import { urls } from "./api.js";
import { card } from "./card.js";
import { el } from "./dom.js";
import { childList, filterOf, pageOf, storeList } from "./lists.js";
import { levels, placeName, storeName, stores } from "./names.js";
import { boxOf } from "./projection.js";

const NEAREST = 20;
const LEVELS = ["country", "state", "city", "postcode"];

/**
 * @returns {urls, title, places, render}: render takes the answers and returns {subtitle, content,
 *     box, found, title}
 */
export function describe(view, { bbox, limit, more, filter, say }) {
  if (view.store) return storeView(view, say);
  if (view.near) return nearView(view);
  if (view.list) return listView(bbox, limit, more);
  if (view.places.length < 3) return locationView(view.places, filter);
  return view.places.length === 3 ? cityView(view.places, limit, more) : postcodeView(view.places, limit, more);
}

function locationView(names, filter) {
  const level = names.length;
  return {
    urls: [urls.location(names)],
    title: level ? placeName(level - 1, names.at(-1)) : "All stores",
    places: names,
    render([location]) {
      if (!level && location.count === 0) return { subtitle: "There are no stores yet", content: noStores() };
      const list = childList(names, location.children);
      return {
        subtitle: `${stores(location.count)} in ${levels(level, location.children.length)}`,
        content: [filterOf(list, `Filter ${LEVELS[level] === "city" ? "cities" : levels(level, 2).slice(2)}`, filter), list],
      };
    },
  };
}

function cityView(names, limit, more) {
  return {
    urls: [urls.location(names), urls.stores(names, limit)],
    title: placeName(2, names[2]),
    places: names,
    render([location, page]) {
      return {
        subtitle: `${stores(location.count)} in ${levels(3, location.children.length)}`,
        box: boxOf(page.stores),
        content: [
          el("h2", {}, "Postcodes"), childList(names, location.children),
          el("h2", {}, "Stores"), ...pageOf(page, limit, more),
        ],
      };
    },
  };
}

function postcodeView(names, limit, more) {
  return {
    urls: [urls.count(names), urls.stores(names, limit)],
    title: names[3],
    places: names,
    render([{ count }, page]) {
      return { subtitle: stores(count), box: boxOf(page.stores), content: pageOf(page, limit, more) };
    },
  };
}

function nearView({ near }) {
  return {
    urls: [urls.near(near, NEAREST)],
    title: "Stores near here",
    places: [],
    render([{ stores: found }]) {
      return {
        subtitle: found.length
          ? `The nearest ${stores(found.length)}, as the crow flies`
          : "No store of this list has coordinates",
        box: boxOf([...found.slice(0, 10), near]),
        content: [storeList(found)],
      };
    },
  };
}

function listView(bbox, limit, more) {
  return {
    urls: [urls.window(bbox, limit)],
    title: "Stores on the map",
    places: [],
    render([page]) {
      const found = page.stores.length;
      return {
        subtitle: page.nextCursor ? `The first ${stores(found)}; zoom in for fewer` : found ? stores(found) : "No store is in view; move the map or zoom out",
        content: pageOf(page, limit, more),
      };
    },
  };
}

function storeView(view, say) {
  return {
    urls: [urls.store(view.store)],
    title: `Store ${view.store}`,
    places: [],
    render([store]) {
      const names = [store.country, store.state, store.city, store.postcode];
      const end = names.findIndex((name) => name === undefined || name === null);
      return {
        title: storeName(store),
        subtitle: store.storeName ? `Store ${store.storeNumber}` : "",
        places: end < 0 ? names : names.slice(0, end),
        content: card(store, say),
        found: store,
      };
    },
  };
}

function noStores() {
  return [
    el("p", {}, "Stores appear here, without reloading, as soon as the table has some. To load generated ones:"),
    el("pre", { tabindex: "0" }, el("code", {}, "./stores generate --stores 1000 | ./stores produce -")),
    el("p", {}, "Or a list of yours:"),
    el("pre", { tabindex: "0" }, el("code", {}, "./stores produce my-stores.csv")),
  ];
}
