// The map: land, clusters and stores on a canvas.

import { createCamera } from "./camera.js";
import { cluster, radius } from "./clusters.js";
import { listen } from "./gestures.js";
import { landLayer } from "./land.js";
import { project } from "./projection.js";

const NUMBERS = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const TOUCH_PX = 8; // around what is hit
const MOST_LABELS = 40;
const LABEL_ZOOM = 11;

/**
 * @param on {rested(), picked(cluster), pointed(place, pixel, byKeyboard)}
 */
export function createMap(canvas, on) {
  const context = canvas.getContext("2d", { alpha: false });
  const land = landLayer();
  let size = { width: 1, height: 1, ratio: 1 };
  let colors;
  let settled = true;
  let frame;
  let points = [];
  let clusters = [];
  let clusteredAt;
  let marked;
  let pin;
  let hovered;

  const redraw = () => (frame ??= requestAnimationFrame(draw));

  const rested = () => {
    settled = true;
    redraw();
    on.rested();
  };

  const camera = createCamera(() => {
    settled = false;
    redraw();
  }, rested);

  listen(canvas, camera, {
    rested,
    hover(at) {
      hover(at && hit(at));
      canvas.style.cursor = hovered ? "pointer" : "";
    },
    tap(at, byKeyboard) {
      const found = byKeyboard ? undefined : hit(at);
      if (found) on.picked(found);
      else on.pointed(camera.placeAt(at.px, at.py), at, byKeyboard);
    },
  });

  function hover(found) {
    if (found === hovered) return;
    hovered = found;
    redraw();
  }

  function hit({ px, py }) {
    let best;
    let least = TOUCH_PX;
    for (const it of clusters) {
      const at = camera.pixel(it);
      const distance = Math.hypot(at.px - px, at.py - py) - radius(it.count);
      if (distance < least) {
        least = distance;
        best = it;
      }
    }
    return best;
  }

  function group() {
    // At half steps, so that clusters change rarely while the map is zoomed.
    const zoom = Math.round(camera.at.zoom * 2) / 2;
    if (zoom === clusteredAt) return;
    clusteredAt = zoom;
    clusters = cluster(points, zoom).sort((a, b) => a.count - b.count);
    hovered = undefined;
  }

  function draw() {
    frame = undefined;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    land.draw(context, camera.at, size, colors, settled);
    group();
    const visible = clusters
      .map((it) => ({ it, r: radius(it.count), ...camera.pixel(it) }))
      .filter(({ px, py, r }) =>
        px > -r && py > -r && px < size.width + r && py < size.height + r);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const spot of visible) drawSpot(spot);
    drawLabels(visible.filter(({ it }) => it.store));
    if (pin) drawPin(camera.pixel(pin));
    if (marked) drawMarked(camera.pixel(marked));
  }

  function circle(px, py, r, fill) {
    context.beginPath();
    context.arc(px, py, r, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
  }

  function drawSpot({ it, r, px, py }) {
    if (it === hovered) circle(px, py, r + 6, colors.halo);
    else if (it.count > 1) circle(px, py, r + 3.5, colors.halo);
    circle(px, py, r, colors.accent);
    if (it.count === 1) {
      circle(px, py, 2.2, colors.onAccent);
      return;
    }
    context.font = `600 ${r < 16 ? 11 : 12}px ${colors.font}`;
    context.fillStyle = colors.onAccent;
    context.fillText(NUMBERS.format(it.count), px, py + 0.5);
  }

  function drawLabels(stores) {
    const named = stores.filter(({ it }) => it === hovered);
    if (camera.at.zoom >= LABEL_ZOOM && stores.length <= MOST_LABELS) named.push(...stores);
    const drawn = [];
    context.textAlign = "left";
    context.font = `500 12px ${colors.font}`;
    context.lineWidth = 3;
    context.lineJoin = "round";
    for (const { it, px, py } of named) {
      const text = it.store.storeName ?? it.store.storeNumber;
      const label = text.length > 34 ? `${text.slice(0, 33)}…` : text;
      const box = { left: px + 11, top: py - 9, right: px + 13 + context.measureText(label).width, bottom: py + 9 };
      const overlaps = (other) =>
        box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
      if (drawn.some(overlaps)) continue;
      drawn.push(box);
      context.strokeStyle = colors.land;
      context.strokeText(label, box.left, py + 0.5);
      context.fillStyle = colors.text;
      context.fillText(label, box.left, py + 0.5);
    }
  }

  function drawMarked({ px, py }) {
    context.beginPath();
    context.arc(px, py, 13, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = colors.mark;
    context.stroke();
    circle(px, py, 6.5, colors.mark);
    circle(px, py, 2.2, colors.onAccent);
  }

  function drawPin({ px, py }) {
    circle(px, py, 14, colors.pinHalo);
    circle(px, py, 7, colors.onPin);
    circle(px, py, 5, colors.pin);
  }

  function readColors() {
    const style = getComputedStyle(canvas);
    const color = (name) => style.getPropertyValue(`--${name}`).trim();
    colors = {
      sea: color("sea"),
      land: color("land"),
      border: color("border"),
      selected: color("selected"),
      selectedBorder: color("selected-border"),
      accent: color("accent"),
      onAccent: color("on-accent"),
      halo: color("halo"),
      mark: color("mark"),
      pin: color("pin"),
      onPin: color("panel"),
      pinHalo: color("pin-halo"),
      text: color("text"),
      font: style.fontFamily,
    };
    redraw();
  }

  function resize() {
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = devicePixelRatio || 1;
    if (width === size.width && height === size.height && ratio === size.ratio) return;
    size = { width, height, ratio };
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    camera.resize(size);
    // At once, because a canvas of another size is empty.
    if (frame) cancelAnimationFrame(frame);
    draw();
    rested();
  }

  readColors();
  resize();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", readColors);
  new ResizeObserver(resize).observe(canvas);

  return {
    camera,
    setCountries(countries) {
      land.setCountries(countries);
      redraw();
    },
    /** Tints a country, or none. */
    select(code) {
      land.select(code);
      redraw();
    },
    /** Shows points {latitude, longitude, count, store}. */
    setPoints(all) {
      points = all.map((point) => ({ ...point, ...project(point.latitude, point.longitude) }));
      clusteredAt = undefined;
      redraw();
    },
    /** Marks the place of a store, or of none. */
    mark(store) {
      marked = located(store);
      redraw();
    },
    /** Shows where "near" is measured from, or removes it. */
    setPin(place) {
      pin = located(place);
      redraw();
    },
    /** Returns how many stores are visible. */
    countVisible() {
      return points.reduce((sum, point) => {
        const { px, py } = camera.pixel(point);
        const visible = px >= 0 && py >= 0 && px <= size.width && py <= size.height;
        return visible ? sum + point.count : sum;
      }, 0);
    },
    /** Returns what is drawn, with its pixels: for tests. */
    drawn: () => clusters.map((it) => ({ ...camera.pixel(it), count: it.count, store: it.store?.storeNumber })),
  };
}

const located = (place) =>
  place?.latitude === undefined || place.latitude === null ? undefined : project(place.latitude, place.longitude);
