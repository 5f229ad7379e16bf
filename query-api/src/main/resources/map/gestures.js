// Mouse, touch and keys on the map.

import { clamp } from "./projection.js";

const TAP_PX = 5;
const KEY_PX = 120;
const WHEEL = 0.0022;
const REST_MS = 160;

/**
 * @param tap is called with a pixel, and whether it came from the keyboard
 * @param hover is called with a pixel, or without one when the pointer leaves
 * @param rested is called when a gesture is over
 */
export function listen(canvas, camera, { tap, hover, rested }) {
  const pointers = new Map();
  let moved = 0;
  let restTimer;
  const restSoon = () => {
    clearTimeout(restTimer);
    restTimer = setTimeout(rested, REST_MS);
  };
  const pixel = (event) => {
    const box = canvas.getBoundingClientRect();
    return { px: event.clientX - box.left, py: event.clientY - box.top };
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    const distance = Math.max(1, Math.hypot(a.px - b.px, a.py - b.py));
    return { px: (a.px + b.px) / 2, py: (a.py + b.py) / 2, distance };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, pixel(event));
  });

  canvas.addEventListener("pointermove", (event) => {
    const now = pixel(event);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(now);
    if (pointers.size === 1) {
      moved += Math.hypot(now.px - before.px, now.py - before.py);
      pointers.set(event.pointerId, now);
      if (moved > TAP_PX) {
        canvas.dataset.dragging = "";
        camera.moveBy(now.px - before.px, now.py - before.py);
      }
    } else if (pointers.size === 2) {
      const from = spread();
      pointers.set(event.pointerId, now);
      const to = spread();
      moved = Infinity;
      camera.moveBy(to.px - from.px, to.py - from.py);
      camera.zoomTo(camera.at.zoom + Math.log2(to.distance / from.distance), to.px, to.py);
    }
  });

  const end = (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    delete canvas.dataset.dragging;
    if (moved <= TAP_PX && event.type === "pointerup") tap(pixel(event), false);
    else restSoon();
  };
  for (const type of ["pointerup", "pointercancel"]) canvas.addEventListener(type, end);
  canvas.addEventListener("pointerleave", () => hover());

  const wheel = (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
    // Pinching on a touchpad comes as a wheel with the control key, and in smaller steps.
    const step = event.deltaY * lines * WHEEL * (event.ctrlKey ? 4 : 1);
    const { px, py } = pixel(event);
    camera.zoomTo(camera.at.zoom - clamp(step, -1, 1), px, py);
    restSoon();
  };
  canvas.addEventListener("wheel", wheel, { passive: false });

  const keys = {
    ArrowLeft: () => camera.flyBy(KEY_PX, 0),
    ArrowRight: () => camera.flyBy(-KEY_PX, 0),
    ArrowUp: () => camera.flyBy(0, KEY_PX),
    ArrowDown: () => camera.flyBy(0, -KEY_PX),
    "+": () => camera.flyZoom(1),
    "=": () => camera.flyZoom(1),
    "-": () => camera.flyZoom(-1),
    0: () => camera.fitWorld(),
    Enter: () => tap({ px: canvas.clientWidth / 2, py: canvas.clientHeight / 2 }, true),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}
