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

  function fly(target) {
    cancel();
    const to = limited(target);
    const from = { ...at };
    // The shorter way around the world.
    to.x = from.x + (wrap(to.x - from.x + 0.5) - 0.5);
    if (stillness.matches) {
      set(to);
      rested();
      return;
    }
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

  /** Returns the centre that keeps the point under (px, py) in its place at another zoom. */
  function around(zoom, px, py) {
    const z = clamp(zoom, leastZoom(), MAX_ZOOM);
    const dx = px - size.width / 2;
    const dy = py - size.height / 2;
    return {
      x: at.x + dx / worldPixels(at.zoom) - dx / worldPixels(z),
      y: at.y + dy / worldPixels(at.zoom) - dy / worldPixels(z),
      zoom: z,
    };
  }

  return {
    at,
    resize(to) {
      size = to;
      set(at);
    },
    moveBy(dx, dy) {
      cancel();
      const world = worldPixels(at.zoom);
      set({ x: at.x - dx / world, y: at.y - dy / world, zoom: at.zoom });
    },
    zoomTo(zoom, px, py) {
      cancel();
      set(around(zoom, px, py));
    },
    flyBy(dx, dy) {
      const world = worldPixels(at.zoom);
      fly({ x: at.x - dx / world, y: at.y - dy / world, zoom: at.zoom });
    },
    flyZoom(by, px = size.width / 2, py = size.height / 2) {
      fly(around(at.zoom + by, px, py));
    },
    flyTo({ latitude, longitude, zoom }) {
      fly({ ...project(latitude, longitude), zoom });
    },
    jumpTo({ latitude, longitude, zoom }) {
      cancel();
      set({ ...project(latitude, longitude), zoom });
      rested();
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
    fitWorld() {
      fly(worldView());
    },
    jumpToWorld() {
      set(worldView());
    },
    isFlying: () => flight !== undefined,
    /** Returns the place in the centre. */
    place: () => ({ ...unproject(at), zoom: at.zoom }),
    placeOf: unproject,
    /** Returns the place at a pixel of the map. */
    placeAt(px, py) {
      const world = worldPixels(at.zoom);
      return unproject({
        x: at.x + (px - size.width / 2) / world,
        y: at.y + (py - size.height / 2) / world,
      });
    },
    /** Returns the pixel of a projected point, in the copy of the world next to the centre. */
    pixel({ x, y }) {
      const world = worldPixels(at.zoom);
      return {
        px: (wrap(x - at.x + 0.5) - 0.5) * world + size.width / 2,
        py: (y - at.y) * world + size.height / 2,
      };
    },
    /** Returns what is visible: [west, south, east, north], with west > east over the date line. */
    bbox(margin = 0) {
      const world = worldPixels(at.zoom);
      const halfWidth = (size.width / 2 / world) * (1 + margin);
      const halfHeight = (size.height / 2 / world) * (1 + margin);
      const north = unproject({ x: 0, y: clamp(at.y - halfHeight, 0, 1) }).latitude;
      const south = unproject({ x: 0, y: clamp(at.y + halfHeight, 0, 1) }).latitude;
      if (halfWidth >= 0.5) return [-180, south, 180, north];
      return [
        unproject({ x: at.x - halfWidth, y: 0 }).longitude, south,
        unproject({ x: at.x + halfWidth, y: 0 }).longitude, north,
      ];
    },
  };
}
