import { clamp, project, unproject, worldPixels, wrap, zoomOf } from "./projection.js";

const MAX_ZOOM = 18;
const FLIGHT_MS = 450;
const PADDING = 0.82; // of the map that a box may fill

/**
 * Returns where the map is and how it moves. The camera's x and y are the point in the centre.
 *
 * @param changed is called whenever it has moved
 * @param rested is called when it has come to rest
 */
export function createCamera(changed, rested) {
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let size = { width: 1, height: 1 };
  const at = { x: 0.5, y: 0.4, zoom: 1 };
  let flight;
  const worldView = () => ({ ...project(28, 8), zoom: leastZoom() });
  const leastZoom = () => Math.max(0, zoomOf(size.width));

  function limited({ x, y, zoom }) {
    const z = clamp(zoom, leastZoom(), MAX_ZOOM);
    const half = size.height / 2 / worldPixels(z);
    return { x, y: half >= 0.5 ? 0.5 : clamp(y, half, 1 - half), zoom: z };
  }

  function set(to) {
    Object.assign(at, limited(to));
    at.x = wrap(at.x);
    changed();
  }

  function cancel() {
    if (flight) cancelAnimationFrame(flight);
    flight = undefined;
  }

  function land(to) {
    set(to);
    rested();
  }

  function fly(target) {
    cancel();
    const to = limited(target);
    const from = { ...at };
    // The shorter way around the world.
    to.x = from.x + (wrap(to.x - from.x + 0.5) - 0.5);
    if (stillness.matches) return land(to);
    let start;
    const step = (now) => {
      start ??= now;
      const part = clamp((now - start) / FLIGHT_MS, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      const zoom = from.zoom + (to.zoom - from.zoom) * eased;
      // The point that keeps its place on the screen makes the way and the zoom end together.
      const grown = 2 ** -from.zoom - 2 ** -to.zoom;
      const way = Math.abs(grown) < 1e-9 * 2 ** -from.zoom ? eased : (2 ** -from.zoom - 2 ** -zoom) / grown;
      set({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, zoom });
      flight = part < 1 ? requestAnimationFrame(step) : undefined;
      if (part === 1) rested();
    };
    flight = requestAnimationFrame(step);
  }

  function beside(dx, dy) {
    const world = worldPixels(at.zoom);
    return { x: at.x - dx / world, y: at.y - dy / world, zoom: at.zoom };
  }

  /** Returns the centre that keeps the point under (px, py) in its place at another zoom. */
  function around(zoom, px, py) {
    const z = clamp(zoom, leastZoom(), MAX_ZOOM);
    const dx = px - size.width / 2;
    const dy = py - size.height / 2;
    const moved = 1 / worldPixels(at.zoom) - 1 / worldPixels(z);
    return { x: at.x + dx * moved, y: at.y + dy * moved, zoom: z };
  }

  return {
    at,
    resize(to) {
      size = to;
      set(at);
    },
    moveBy(dx, dy) {
      cancel();
      set(beside(dx, dy));
    },
    zoomTo(zoom, px, py) {
      cancel();
      set(around(zoom, px, py));
    },
    flyBy: (dx, dy) => fly(beside(dx, dy)),
    flyZoom: (by) => fly({ ...at, zoom: at.zoom + by }),
    flyTo: ({ latitude, longitude, zoom }) => fly({ ...project(latitude, longitude), zoom }),
    jumpTo({ latitude, longitude, zoom }) {
      cancel();
      land({ ...project(latitude, longitude), zoom });
    },
    /** Shows a box {west, south, east, north}, which may cross the date line. */
    fit({ west, south, east, north }, mostZoom = MAX_ZOOM) {
      const a = project(north, west);
      const b = project(south, east);
      const width = east < west ? b.x + 1 - a.x : b.x - a.x;
      const zoom = Math.min(
        zoomOf((size.width * PADDING) / Math.max(width, 1e-9)),
        zoomOf((size.height * PADDING) / Math.max(b.y - a.y, 1e-9)),
        mostZoom,
      );
      fly({ x: a.x + width / 2, y: (a.y + b.y) / 2, zoom });
    },
    fitWorld: () => fly(worldView()),
    jumpToWorld: () => set(worldView()),
    isFlying: () => flight !== undefined,
    /** Returns the place in the centre. */
    place: () => ({ ...unproject(at), zoom: at.zoom }),
    placeOf: unproject,
    /** Returns the place at a pixel of the map. */
    placeAt(px, py) {
      const world = worldPixels(at.zoom);
      return unproject({ x: at.x + (px - size.width / 2) / world, y: at.y + (py - size.height / 2) / world });
    },
    /** Returns the pixel of a projected point, in the copy of the world next to the centre. */
    pixel({ x, y }) {
      const world = worldPixels(at.zoom);
      return { px: (wrap(x - at.x + 0.5) - 0.5) * world + size.width / 2, py: (y - at.y) * world + size.height / 2 };
    },
    /** Returns what is visible: [west, south, east, north], with west > east over the date line. */
    bbox(margin = 0) {
      const world = worldPixels(at.zoom);
      const halfWidth = (size.width / 2 / world) * (1 + margin);
      const halfHeight = (size.height / 2 / world) * (1 + margin);
      const corner = (side) => unproject({ x: at.x + side * halfWidth, y: clamp(at.y - side * halfHeight, 0, 1) });
      const [from, to] = [corner(-1), corner(1)];
      return halfWidth < 0.5
        ? [from.longitude, from.latitude, to.longitude, to.latitude]
        : [-180, from.latitude, 180, to.latitude];
    },
  };
}
