// What the page shows, as a link. A view is one of
//   {places: [country, state, city, postcode]} with none to all of the names,
//   {store: number}, {near: {latitude, longitude}} or {list: true},
// and each may say where the map is: {at: {latitude, longitude, zoom}}.

/** The names of a location in a link, which the API has too. */
export const LEVELS = ["country", "state", "city", "postcode"];

/** Returns the view of a query string; what is not understood is left out. */
export function parse(search) {
  const query = new URLSearchParams(search);
  const view = { at: parseAt(query.get("at")) };
  const near = numbers(query.get("near"), 2);
  if (query.get("store")) {
    view.store = query.get("store");
  } else if (near && isPoint(near)) {
    view.near = { latitude: near[0], longitude: near[1] };
  } else if (query.get("list") === "view") {
    view.list = true;
  } else {
    view.places = [];
    for (const level of LEVELS) {
      if (!query.has(level)) break;
      view.places.push(query.get(level));
    }
  }
  return view;
}

/** Returns the link to a view. */
export function link(view) {
  const query = new URLSearchParams();
  (view.places ?? []).forEach((name, level) => query.set(LEVELS[level], name));
  if (view.store) query.set("store", view.store);
  if (view.near) query.set("near", `${round(view.near.latitude)},${round(view.near.longitude)}`);
  if (view.list) query.set("list", "view");
  if (view.at) {
    const { latitude, longitude, zoom } = view.at;
    query.set("at", `${round(latitude)},${round(longitude)},${Math.round(zoom * 100) / 100}`);
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `/?${text}` : "/";
}

/** Returns a place with the five decimals, about a metre, that a link holds. */
export const pointOf = ({ latitude, longitude }) => ({ latitude: round(latitude), longitude: round(longitude) });

const round = (number) => Math.round(number * 1e5) / 1e5;

function parseAt(text) {
  const at = numbers(text, 3);
  return at && isPoint(at) && at[2] >= 0 && at[2] <= 30
    ? { latitude: at[0], longitude: at[1], zoom: at[2] }
    : undefined;
}

function numbers(text, count) {
  const parts = (text ?? "").split(",");
  const found = parts.map(Number);
  const complete = parts.length === count && parts.every((part) => part.trim() !== "");
  return complete && found.every(Number.isFinite) ? found : undefined;
}

const isPoint = ([latitude, longitude]) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
