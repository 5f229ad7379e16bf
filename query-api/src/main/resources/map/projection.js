// Web Mercator: the world is a square from (0, 0) in the north-west to (1, 1).

const MAX_LATITUDE = 85.0511;
const TILE = 256;

/** Returns how many pixels wide the world is. */
export const worldPixels = (zoom) => TILE * 2 ** zoom;
export const zoomOf = (pixels) => Math.log2(pixels / TILE);

export function project(latitude, longitude) {
  const sine = Math.sin((clamp(latitude, -MAX_LATITUDE, MAX_LATITUDE) * Math.PI) / 180);
  return {
    x: longitude / 360 + 0.5,
    y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
  };
}

export function unproject({ x, y }) {
  return {
    latitude: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
    longitude: wrap(x) * 360 - 180,
  };
}

export const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** Returns x within the world. */
export const wrap = (x) => x - Math.floor(x);

/** Returns the box {west, south, east, north} of points, without the outermost of many. */
export function boxOf(points) {
  const located = points.filter((point) => point.latitude !== undefined && point.latitude !== null);
  if (!located.length) return undefined;
  const range = (field) => {
    const sorted = located.map((point) => point[field]).sort((a, b) => a - b);
    // Lists have a few wrong coordinates.
    const cut = Math.floor(sorted.length * 0.02);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [south, north] = range("latitude");
  const [west, east] = range("longitude");
  return { west, south, east, north };
}
