// The points of the map: counted cells of the window or, closer, its stores.

import { get, urls } from "./api.js";

const MARGIN = 0.3; // loaded around the window, so that short moves need no request
const LEVEL_FROM_ZOOM = [0, 0, 2.6, 5.4, 7.6]; // of levels 1 to 5; a cell has 6 pixels or more
const STORES_FROM_ZOOM = 7;
const ONLY_STORES_FROM_ZOOM = 12;
const MOST_SINGLE = 300;
const PAGE = 1000;
const MOST_PAGES = 8;
const STORES_EVERY = 5; // A store that changes within its cell is seen at every fifth poll.
const POLLS_WITHOUT_CELLS = 12; // A table seldom gets them while it is looked at.

/**
 * @param on {loaded(), missing(problem)}; missing: the table has no cells
 */
export function createPoints(map, on) {
  const { camera } = map;
  let loaded;
  let loading;
  let polls = 0;
  let available = true;
  let skipped = 0;

  function levelAt(zoom) {
    return Math.max(2, LEVEL_FROM_ZOOM.findLastIndex((from) => zoom >= from) + 1);
  }

  function isCovered() {
    if (!loaded) return false;
    const zoom = camera.at.zoom;
    if (loaded.stores ? zoom < loaded.zoom - 1.5 : levelAt(zoom) !== loaded.wanted || zoom > loaded.zoom + 0.8) return false;
    return contains(loaded.bbox, camera.bbox());
  }

  // Fails with a problem, unless that is a table without cells.
  async function load() {
    loading?.abort();
    const abort = new AbortController();
    loading = abort;
    try {
      await read(isCovered() ? loaded : undefined, abort.signal);
      available = true;
      on.loaded();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (error.status !== 404 && error.status !== 501) throw error;
      available = false;
      map.setPoints([]);
      on.missing(error);
    } finally {
      if (loading === abort) loading = undefined;
    }
  }

  async function read(before, signal) {
    const zoom = camera.at.zoom;
    const bbox = before?.bbox ?? camera.bbox(MARGIN).map((degrees) => Math.round(degrees * 1e4) / 1e4);
    const wanted = levelAt(zoom);
    let points;
    let withStores = zoom >= ONLY_STORES_FROM_ZOOM;
    let changed = !before;
    let level = before?.level ?? wanted;
    if (!withStores) {
      const cells = await cellsOf(bbox, level, signal);
      level = cells.level;
      changed ||= cells.changed;
      points = cells.points;
      const total = points.reduce((sum, { count }) => sum + count, 0);
      withStores = zoom >= STORES_FROM_ZOOM && total <= MOST_SINGLE;
    }
    if (withStores) {
      if (!changed && zoom < ONLY_STORES_FROM_ZOOM && polls++ % STORES_EVERY) return;
      const found = await storesOf(bbox, signal);
      changed ||= found.changed;
      points = found.points;
    }
    loaded = { bbox, level, wanted, zoom: before?.zoom ?? zoom, stores: withStores };
    if (changed) map.setPoints(points);
  }

  async function cellsOf(bbox, level, signal) {
    try {
      const { data, changed } = await get(urls.cells(bbox, level), signal);
      return { level, changed, points: data.cells };
    } catch (error) {
      // The window has more cells than the API counts at once.
      if (error.status === 400 && level > 1) return cellsOf(bbox, level - 1, signal);
      throw error;
    }
  }

  async function storesOf(bbox, signal) {
    const points = [];
    let changed = false;
    let cursor;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await get(urls.window(bbox, PAGE, cursor), signal);
      changed ||= answer.changed;
      for (const store of answer.data.stores) {
        points.push({ latitude: store.latitude, longitude: store.longitude, count: 1, store });
      }
      cursor = answer.data.nextCursor;
      if (!cursor) break;
    }
    return { points, changed };
  }

  return {
    /** Loads what the window needs, if that is not loaded. */
    update: () => (isCovered() && !loading ? Promise.resolve() : load()),
    /** Asks again. */
    poll: () =>
      loading || (!available && ++skipped % POLLS_WITHOUT_CELLS) ? Promise.resolve() : load(),
    isAvailable: () => available,
    /** Says whether the points are stores, and not cells. */
    areStores: () => loaded?.stores ?? false,
  };
}

function contains([west, south, east, north], [w, s, e, n]) {
  if (s < south || n > north) return false;
  if (east - west >= 360) return true;
  const from = (degrees) => (degrees - west + 360) % 360;
  return from(w) <= from(e) && from(e) <= (from(east) || 360);
}
