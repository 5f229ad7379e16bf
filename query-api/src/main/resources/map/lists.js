// Lists of locations and of stores, as links.

import { el } from "./dom.js";
import { address, distance, number, placeName, storeName, stores } from "./names.js";
import { link } from "./state.js";

const FILTERED_FROM = 16;

/** Returns the children of a location, with the largest first. */
export function childList(names, children) {
  const most = Math.max(1, ...children.map((child) => child.count));
  const sorted = [...children].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  return el("ul", { class: "rows" }, ...sorted.map((child) => childRow(names, child, most)));
}

function childRow(names, { name, count, href }, most) {
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", count / most);
  const content = [
    el("span", { class: "name" }, placeName(names.length, name)),
    el("span", { class: "count" }, number(count), el("span", { class: "hidden" }, count === 1 ? " store" : " stores")),
    bar,
  ];
  // The stores without a postcode have no link of their own.
  return el("li", {}, href
    ? el("a", { class: "row", href: link({ places: [...names, name] }), "data-key": `place ${name}` }, ...content)
    : el("span", { class: "row" }, ...content));
}

/** Returns a field that hides what does not match in a list, or nothing for a short list. */
export function filterOf(list, label, before) {
  if (list.children.length < FILTERED_FROM) return undefined;
  const apply = (text) => {
    const wanted = text.trim().toLowerCase();
    for (const row of list.children) {
      row.hidden = !row.querySelector(".name").textContent.toLowerCase().includes(wanted);
    }
  };
  const field = el("input", {
    class: "filter", type: "search", "data-key": "filter", "aria-label": label, placeholder: label,
    oninput: (event) => apply(event.target.value),
  });
  field.value = before;
  apply(before);
  return field;
}

/** Returns stores as links to their cards. */
export function storeList(found) {
  return el("ul", { class: "rows" }, ...found.map((store) =>
    el("li", {}, el("a", {
      class: "row store", href: link({ store: store.storeNumber }), "data-key": `store ${store.storeNumber}`,
      "data-latitude": store.latitude, "data-longitude": store.longitude,
    },
    el("span", { class: "name" }, storeName(store)),
    el("span", { class: "count" }, store.distanceKm === undefined ? store.storeName && store.storeNumber : distance(store.distanceKm)),
    el("span", { class: "detail" }, address(store)),
    ))));
}

/** Returns the list of a page of stores, and what tells that there are more. */
export function pageOf({ stores: found, nextCursor }, limit, more) {
  const followed = limit < 1000
    ? el("button", { type: "button", class: "more", "data-key": "more", onclick: more }, "Show more")
    : el("p", { class: "hint" }, `These are the first ${stores(found.length)}. Choose a smaller area for others.`);
  return [storeList(found), nextCursor && followed];
}
