// Lines of latitude and longitude, where the outlines of countries say little about a place.

import { project } from "./projection.js";

const FROM_ZOOM = 6;
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const SPACING_PX = 130;

export function drawGrid(context, camera, size, color) {
  const zoom = camera.at.zoom;
  if (zoom < FROM_ZOOM) return;
  const [west, south, east, north] = camera.bbox();
  const degrees = ((east - west + 360) % 360) * (SPACING_PX / size.width);
  const step = STEPS.find((it) => it <= degrees) ?? STEPS.at(-1);
  context.beginPath();
  const last = east < west ? east + 360 : east;
  for (let line = Math.ceil(west / step); line * step <= last; line++) {
    const { px } = camera.pixel(project(0, line * step));
    context.moveTo(Math.round(px) + 0.5, 0);
    context.lineTo(Math.round(px) + 0.5, size.height);
  }
  for (let line = Math.ceil(south / step); line * step <= north; line++) {
    const { py } = camera.pixel(project(line * step, 0));
    context.moveTo(0, Math.round(py) + 0.5);
    context.lineTo(size.width, Math.round(py) + 0.5);
  }
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
}
