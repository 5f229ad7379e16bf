// All that is known of one store.

import { urls } from "./api.js";
import { el } from "./dom.js";
import { placeName } from "./names.js";
import { link, pointOf } from "./state.js";

const FIELDS = [
  ["Store number", "storeNumber"],
  ["Brand", "brand"],
  ["Ownership", "ownershipType"],
  ["Address", "streetAddress"],
  ["City", "city"],
  ["State", "state"],
  ["Postcode", "postcode"],
  ["Country", "country"],
  ["Phone", "phoneNumber"],
  ["Time zone", "timezone"],
];

/**
 * @param say is called with what happened
 */
export function card(store, say) {
  const known = new Set(FIELDS.map(([, name]) => name));
  const shown = FIELDS.filter(([, name]) => store[name] !== undefined).map(([label, name]) => [
    label,
    name === "country" ? placeName(0, store.country) : store[name],
  ]);
  const located = store.latitude !== undefined && store.latitude !== null;
  if (located) shown.push(["Coordinates", `${store.latitude}, ${store.longitude}`]);
  // A column that is added later is shown too.
  for (const [name, value] of Object.entries(store)) {
    if (!known.has(name) && !["storeName", "latitude", "longitude", "updatedAt"].includes(name)) {
      shown.push([name, value]);
    }
  }
  if (store.updatedAt) shown.push(["Updated", el("time", { datetime: store.updatedAt }, readableTime(store.updatedAt))]);
  return [
    el("div", { class: "actions" },
      el("button", { type: "button", "data-key": "copy", onclick: () => copy(say) }, "Copy link"),
      el("a", { class: "button", href: urls.store(store.storeNumber), "data-key": "json" }, "JSON"),
      located
        ? el("a", { class: "button", "data-key": "near", href: link({ near: pointOf(store) }) }, "Stores near here")
        : undefined),
    located ? undefined : el("p", { class: "hint" }, "This store has no coordinates, so it is not on the map."),
    el("dl", { class: "fields" }, ...shown.flatMap(([label, value]) =>
      [el("dt", {}, label), el("dd", {}, value instanceof Node ? value : String(value))])),
  ];
}

async function copy(say) {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied");
  } catch {
    say("The browser does not allow copying; the link is in its address bar");
  }
}

function readableTime(text) {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
