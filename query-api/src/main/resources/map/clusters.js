import { worldPixels } from "./projection.js";

const REACH_PX = 46;

/**
 * Joins points {x, y, count} that are close to each other on the screen at a zoom. The result
 * depends on the points and the zoom alone, so that clusters keep still while the map is moved.
 */
export function cluster(points, zoom) {
  const reach = REACH_PX / worldPixels(zoom);
  const column = (value) => Math.floor(value / reach);
  const buckets = new Map();
  const sorted = [...points].sort((a, b) => b.count - a.count || a.x - b.x || a.y - b.y);
  for (const point of sorted) {
    const key = `${column(point.x)}:${column(point.y)}`;
    if (!buckets.has(key)) buckets.set(key, []);
    buckets.get(key).push(point);
  }
  const taken = new Set();
  const clusters = [];
  for (const point of sorted) {
    if (taken.has(point)) continue;
    const members = [];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const near = buckets.get(`${column(point.x) + dx}:${column(point.y) + dy}`) ?? [];
        for (const other of near) {
          if (!taken.has(other) && Math.hypot(other.x - point.x, other.y - point.y) <= reach) {
            taken.add(other);
            members.push(other);
          }
        }
      }
    }
    clusters.push(join(members));
  }
  return clusters;
}

function join(members) {
  const joined = { x: 0, y: 0, count: 0, members, store: undefined };
  for (const { x, y, count } of members) {
    joined.count += count;
    joined.x += x * count;
    joined.y += y * count;
  }
  joined.x /= joined.count;
  joined.y /= joined.count;
  if (joined.count === 1) joined.store = members[0].store;
  return joined;
}

/** Returns the radius of a store or cluster in pixels: slow growth, so that thousands fit beside one. */
export const radius = ({ count, store }) => (store ? 6.5 : 10 + 4.6 * Math.log10(count));
