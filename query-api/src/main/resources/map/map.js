// The map: land, clusters and stores on a canvas.

import { createCamera } from "./camera.js";
import { cluster, radius } from "./clusters.js";
import { listen } from "./gestures.js";
import { drawGrid } from "./grid.js";
import { landLayer } from "./land.js";
import { storeName } from "./names.js";
import { project } from "./projection.js";

const NUMBERS = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const TOUCH_PX = 8; // around what is hit
const MOST_LABELS = 40;
const LABEL_ZOOM = 11;
const COLORS = ["sea", "land", "border", "grid", "selected", "outline", "accent", "on-accent", "halo", "mark", "pin", "panel", "pin-halo", "text"];

/** @param on {rested(), picked(cluster), pointed(place, pixel, byKeyboard)} */
export function createMap(canvas, on) {
  const context = canvas.getContext("2d", { alpha: false });
  const land = landLayer();
  let size = { width: 1, height: 1, ratio: 1 };
  let colors;
  let settled = true;
  let frame;
  let [points, clusters] = [[], []];
  let clusteredAt, marked, pin, hovered;
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
      hovered = at && hit(at);
      canvas.style.cursor = hovered ? "pointer" : "";
      redraw();
    },
    tap(at, byKeyboard) {
      const found = byKeyboard ? undefined : hit(at);
      if (found) on.picked(found);
      else on.pointed(camera.placeAt(at.px, at.py), at, byKeyboard);
    },
  });

  function hit({ px, py }) {
    const distance = (it) => {
      const at = camera.pixel(it);
      return Math.hypot(at.px - px, at.py - py) - radius(it);
    };
    const near = clusters.map((it) => ({ it, far: distance(it) })).filter(({ far }) => far < TOUCH_PX);
    return near.sort((a, b) => a.far - b.far)[0]?.it;
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
    drawGrid(context, camera, size, colors.grid);
    group();
    const visible = clusters
      .map((it) => ({ it, r: radius(it), ...camera.pixel(it) }))
      .filter(({ px, py, r }) => px > -r && py > -r && px < size.width + r && py < size.height + r);
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const spot of visible) drawSpot(spot);
    drawLabels(visible);
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
    else if (!it.store) circle(px, py, r + 3.5, colors.halo);
    circle(px, py, r, colors.accent);
    if (it.store) return circle(px, py, 2.2, colors["on-accent"]);
    context.font = `600 ${r < 16 ? 11 : 12}px ${colors.font}`;
    context.fillStyle = colors["on-accent"];
    context.fillText(NUMBERS.format(it.count), px, py + 0.5);
  }

  function drawLabels(spots) {
    const single = spots.filter(({ it }) => it.store);
    const named = single.filter(({ it }) => it === hovered);
    if (camera.at.zoom >= LABEL_ZOOM && single.length <= MOST_LABELS) named.push(...single);
    const drawn = spots.map(({ it, r, ...at }) => ({ it, ...boxAround(at, r) }));
    if (pin) drawn.push(boxAround(camera.pixel(pin), 15));
    context.textAlign = "left";
    context.font = `500 12px ${colors.font}`;
    context.lineWidth = 3;
    context.lineJoin = "round";
    for (const { it, px, py } of named) {
      const text = storeName(it.store);
      const label = text.length > 34 ? `${text.slice(0, 33)}…` : text;
      const left = px + 17;
      const box = { it, left, top: py - 9, right: left + 2 + context.measureText(label).width, bottom: py + 9 };
      if (it !== hovered && (box.right > size.width || drawn.some((other) => other.it !== it && overlap(box, other)))) continue;
      drawn.push(box);
      context.strokeStyle = colors.land;
      context.strokeText(label, left, py + 0.5);
      context.fillStyle = colors.text;
      context.fillText(label, left, py + 0.5);
    }
  }

  function drawMarked({ px, py }) {
    context.beginPath();
    context.arc(px, py, 13, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = colors.mark;
    context.stroke();
    circle(px, py, 6.5, colors.mark);
    circle(px, py, 2.2, colors["on-accent"]);
  }

  function drawPin({ px, py }) {
    circle(px, py, 14, colors["pin-halo"]);
    circle(px, py, 7, colors.panel);
    circle(px, py, 5, colors.pin);
  }

  function readColors() {
    const style = getComputedStyle(canvas);
    colors = { font: style.fontFamily };
    for (const name of COLORS) colors[name] = style.getPropertyValue(`--${name}`).trim();
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
    setCountries: (countries) => redraw(land.setCountries(countries)),
    /** Tints a country, or none. */
    select: (code) => redraw(land.select(code)),
    /** Marks the place of a store, or of none. */
    mark: (store) => redraw((marked = located(store))),
    /** Shows where "near" is measured from, or removes it. */
    setPin: (place) => redraw((pin = located(place))),
    /** Shows points {latitude, longitude, count, store}. */
    setPoints(all) {
      points = all.map((point) => ({ ...point, ...project(point.latitude, point.longitude) }));
      clusteredAt = undefined;
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
    drawn: () => clusters.map((it) => ({ ...camera.pixel(it), r: radius(it), count: it.count, store: it.store?.storeNumber })),
  };
}

const boxAround = ({ px, py }, r) => ({ left: px - r, top: py - r, right: px + r, bottom: py + r });
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const located = (place) =>
  place?.latitude === undefined || place.latitude === null ? undefined : project(place.latitude, place.longitude);
