// The points of the map: counted cells of the window or, closer, its stores.

import { get, getPages, urls } from "./api.js";

const MARGIN = 0.2; // loaded around the window, so that short moves need no request
const LEVEL_FROM_ZOOM = [0, 0, 2.7, 6, 8.6]; // of levels 1 to 5; a cell has 6 pixels or more
const CELL_DEGREES = [[45, 45], [11.25, 5.625], [1.40625, 1.40625], [0.3515625, 0.17578125], [0.0439453125, 0.0439453125]];
const MOST_CELLS = 4000; // that one answer of the API may have
const STORES_FROM_ZOOM = 7;
const ONLY_STORES_FROM_ZOOM = 12;
const MOST_SINGLE = 300;
const PAGE = 1000;
const STORES_EVERY = 5; // A store that changes within its cell is seen at every fifth poll.
const POLLS_WITHOUT_CELLS = 12; // A table seldom gets them while it is looked at.

/**
 * @param on {loaded(), missing(problem)}; missing: the table has no cells
 */
export function createPoints(map, on) {
  const { camera } = map;
  let loaded, loading;
  let available = true;
  let [polls, skipped] = [0, 0];

  const levelAt = (zoom) => Math.max(2, LEVEL_FROM_ZOOM.findLastIndex((from) => zoom >= from) + 1);

  function isCovered() {
    if (!loaded) return false;
    const zoom = camera.at.zoom;
    const suits = loaded.stores ? zoom > loaded.zoom - 1.5 : levelAt(zoom) === loaded.level && zoom < loaded.zoom + 0.8;
    return suits && contains(loaded.bbox, camera.bbox());
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
    const level = before?.level ?? levelAt(zoom);
    const needsCells = zoom < ONLY_STORES_FROM_ZOOM;
    const cells = needsCells ? await Promise.all(strips(bbox, level).map((strip) => get(urls.cells(strip, level), signal))) : [];
    // A cell on the border of two strips is in both.
    let points = [...new Map(cells.flatMap((answer) => answer.cells).map((cell) => [cell.cell, cell])).values()];
    const total = points.reduce((sum, { count }) => sum + count, 0);
    const withStores = !needsCells || (zoom >= STORES_FROM_ZOOM && total <= MOST_SINGLE);
    let pages = [];
    if (withStores) {
      const same = before?.stores && needsCells && cells.every((answer, index) => answer === before.answers[index]);
      if (same && ++polls % STORES_EVERY) return;
      pages = await getPages(urls.window(bbox, PAGE), Infinity, signal);
      points = pages.flatMap((page) => page.stores).map((store) => ({ ...placeOf(store), count: 1, store }));
    }
    const answers = [...cells, ...pages];
    const changed = !before || answers.some((answer, index) => answer !== before.answers[index]);
    loaded = { bbox, level, zoom: before?.zoom ?? zoom, stores: withStores, answers };
    if (changed) map.setPoints(points);
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

const placeOf = ({ latitude, longitude }) => ({ latitude, longitude });

/** Returns windows side by side, none of which has too many cells for one answer. */
function strips([west, south, east, north], level) {
  const [cellWidth, cellHeight] = CELL_DEGREES[level - 1];
  const width = east > west ? east - west : east - west + 360;
  const columns = Math.floor(MOST_CELLS / ((north - south) / cellHeight + 2)) - 2;
  const count = Math.ceil(width / cellWidth / columns);
  const edge = (index) => {
    const degrees = west + (width * index) / count;
    return Math.round((degrees > 180 ? degrees - 360 : degrees) * 1e4) / 1e4;
  };
  return Array.from({ length: count }, (_, index) => [edge(index), south, edge(index + 1), north]);
}

function contains([west, south, east, north], [w, s, e, n]) {
  if (s < south || n > north) return false;
  if (east - west >= 360) return true;
  const from = (degrees) => (degrees - west + 360) % 360;
  return from(w) <= from(e) && from(e) <= (from(east) || 360);
}
