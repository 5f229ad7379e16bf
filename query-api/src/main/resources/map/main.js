// Wires the map, the panel and the link of the page.

import { get, urls } from "./api.js";
import { byId, el } from "./dom.js";
import { boxOfCountry, countryAt, loadCountries } from "./land.js";
import { follow } from "./live.js";
import { createMap } from "./map.js";
import { number, placeName, stores } from "./names.js";
import { createPanel } from "./panel.js";
import { createPoints } from "./points.js";
import { boxOf } from "./projection.js";
import { link, parse, pointOf } from "./state.js";

const FINE_OUTLINES_FROM_ZOOM = 3.6;
const STORE_ZOOM = 13;
const MOST_PLACE_ZOOM = 14;
let view = parse(location.search);
let outlines;
let countries = [];
let [fromPanel, ready] = [false, false];
const map = createMap(byId("canvas"), { rested: () => ready && rested(), picked, pointed });
const { camera } = map;
const points = createPoints(map, {
  loaded() {
    notice();
    live(true);
    showCount();
  },
  missing(problem) {
    notice(`The map can't show stores: ${problem.message}`);
    byId("in-view").textContent = "Stores can't be counted here";
  },
});

const panel = createPanel(() => camera.bbox(), { shown, retry });

function retry() {
  panel.reload();
  updatePoints();
}

// --- Views and links

function go(to, byUser = true) {
  fromPanel = byUser;
  history.pushState(null, "", link(to));
  open(to);
}

function open(to) {
  view = to;
  closeHere();
  notice("", undefined, "place");
  map.setPin(to.near);
  map.mark(undefined);
  map.select(to.places?.[0]?.toUpperCase());
  if (to.at) camera.flyTo(to.at);
  panel.show(to);
}

/** Moves the map and the focus to what the panel shows now. */
function shown(of, { box, found }) {
  map.mark(found);
  if (fromPanel) {
    byId("title").focus({ preventScroll: true });
    byId("content").scrollTop = 0;
  }
  fromPanel = false;
  if (of.at) return;
  if (of.store) showStore(found);
  else if (of.list) rested();
  else if (box) camera.fit(box, MOST_PLACE_ZOOM);
  else if (of.places?.length) showPlace(of.places);
  else if (of.places) camera.fitWorld();
}

function showStore({ latitude, longitude }) {
  if (latitude === undefined || latitude === null) return;
  camera.flyTo({ latitude, longitude, zoom: Math.max(camera.at.zoom, STORE_ZOOM) });
}

async function showPlace(places) {
  await outlines;
  let box = places.length === 1 ? boxOfCountry(countries, places[0].toUpperCase()) : undefined;
  if (!box) {
    const page = await get(urls.stores(places, 200)).catch(() => ({ stores: [] }));
    box = boxOf(page.stores);
  }
  if (box && view.places === places) camera.fit(box, MOST_PLACE_ZOOM);
}

addEventListener("popstate", () => {
  fromPanel = false;
  open(parse(location.search));
});

document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href]");
  if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (anchor.pathname !== "/" || anchor.origin !== location.origin) return;
  event.preventDefault();
  if (anchor.hash) byId(anchor.hash.slice(1)).focus(); // Following it would open the view again.
  else go(anchor.id === "list-view" ? { list: true, at: camera.place() } : parse(anchor.search));
});

// --- The map

function rested() {
  view = { ...view, at: camera.place() };
  history.replaceState(null, "", link(view));
  showCount();
  updatePoints();
  panel.moved();
  if (camera.at.zoom >= FINE_OUTLINES_FROM_ZOOM) loadFineOutlines();
}

function updatePoints() {
  points.update().catch((problem) => notice(problem.message, updatePoints));
}

function showCount() {
  if (!points.isAvailable()) return;
  byId("in-view").textContent = `${stores(map.countVisible())} in view`;
  showScale();
}

function showScale() {
  const kmPerPixel = (40_075 * Math.cos((camera.place().latitude * Math.PI) / 180)) / (256 * 2 ** camera.at.zoom);
  const most = kmPerPixel * 130;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = power * [5, 2, 1].find((step) => step * power <= most);
  byId("scale").textContent = km < 1 ? `${Math.round(km * 1000)} m` : `${number(km)} km`;
  byId("scale").style.width = `${km / kmPerPixel}px`;
}

function picked({ members, store, x, y, count }) {
  closeHere();
  const box = boxOf(members);
  const zoom = camera.at.zoom;
  const isPoint = points.areStores() && box.west === box.east && box.south === box.north;
  if (store) go({ store: store.storeNumber, at: camera.place() }, false);
  else if (isPoint && count > 1) go({ near: pointOf(members[0]) }, false);
  else if (members.length < 2) camera.flyTo({ ...camera.placeOf({ x, y }), zoom: zoom + 2 });
  else camera.fit(box, zoom + 3);
}

function pointed(place, { px, py }, byKeyboard) {
  const here = byId("here");
  if (!here.hidden && !byKeyboard) return closeHere();
  const country = countryAt(countries, place);
  const near = pointOf(place);
  const choice = (text, to) => el("a", { class: "row", href: link(to) }, text);
  here.replaceChildren(choice("Stores near here", { near }));
  if (country) here.append(choice(`Stores in ${placeName(0, country.code)}`, { places: [country.code] }));
  here.append(el("p", { class: "hint" }, `${near.latitude.toFixed(3)}, ${near.longitude.toFixed(3)}`));
  here.hidden = false;
  const { clientWidth: width, clientHeight: height } = byId("canvas");
  here.style.left = `${Math.max(8, Math.min(px + 8, width - here.offsetWidth - 8))}px`;
  here.style.top = `${Math.max(8, Math.min(py + 8, height - here.offsetHeight - 8))}px`;
  if (byKeyboard) here.querySelector("a").focus();
}

function closeHere() {
  const here = byId("here");
  if (here.contains(document.activeElement)) byId("canvas").focus();
  here.hidden = true;
}

addEventListener("keydown", ({ key }) => key === "Escape" && closeHere());
byId("zoom-in").onclick = () => camera.flyZoom(1);
byId("zoom-out").onclick = () => camera.flyZoom(-1);
byId("zoom-all").onclick = () => camera.fitWorld();

/** Shows a text over the map; without one, removes that of the same kind. */
function notice(text, retry, kind = "map") {
  const box = byId("notice");
  if (!text) box.hidden ||= box.dataset.kind === kind;
  if (!text) return;
  box.hidden = false;
  box.dataset.kind = kind;
  box.replaceChildren(el("span", {}, text));
  if (retry) box.append(el("button", { type: "button", onclick: retry }, "Try again"));
}

async function loadFineOutlines() {
  if (outlines.fine) return;
  outlines.fine = true;
  setCountries(await loadCountries("/map/countries-50m.json").catch(() => countries));
}

function setCountries(all) {
  countries = all;
  map.setCountries(all);
}

// --- Search, near me, the sheet on small screens

byId("search").onsubmit = (event) => {
  event.preventDefault();
  const wanted = byId("number").value.trim();
  if (wanted) go({ store: wanted });
};

byId("near-me").onclick = async () => {
  panel.say("Looking for this place");
  byId("near-me").setAttribute("aria-busy", "true");
  const options = { timeout: 15_000, maximumAge: 60_000 };
  const asked = new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, options));
  const found = await asked.catch(() => undefined);
  byId("near-me").removeAttribute("aria-busy");
  if (found) go({ near: pointOf(found.coords) });
  else notice("The browser does not tell where it is. Click on the map, and choose “Stores near here”.", undefined, "place");
};

byId("grip").onclick = () => {
  const open = byId("panel").toggleAttribute("data-open");
  byId("grip").setAttribute("aria-expanded", open);
  byId("grip").firstElementChild.textContent = open ? "Show less of the list" : "Show more of the list";
};

// A store of a list is marked on the map while it is pointed at.
for (const kind of ["pointerover", "focusin"]) {
  byId("view").addEventListener(kind, ({ target }) => {
    const { latitude, longitude } = target.closest("[data-latitude]")?.dataset ?? {};
    if (!view.store) map.mark(latitude && { latitude: Number(latitude), longitude: Number(longitude) });
  });
}

// --- The start

function live(works) {
  byId("live").dataset.state = works ? "live" : "failed";
  byId("live").textContent = works ? "Live" : "No connection; trying again";
}

if (view.at) camera.jumpTo(view.at);
else camera.jumpToWorld();
ready = true;
outlines = loadCountries("/map/countries-110m.json").then(
  (all) => countries.length || setCountries(all),
  () => notice("The outlines of countries could not be loaded."),
);
open(view);
rested();
follow(() => Promise.all([points.poll(), panel.poll()]), live);

/** For tests: what is drawn, and where the map is. */
window.storesMap = { drawn: map.drawn, place: camera.place, moveBy: camera.moveBy, isFlying: camera.isFlying };
