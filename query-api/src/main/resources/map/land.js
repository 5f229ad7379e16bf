// The outlines of countries, painted once onto a canvas larger than the map, which is then moved
// with the map: painting them for each frame would take longer than a frame.

import { project, worldPixels } from "./projection.js";

/* global d3, topojson */

const MARGIN = 0.25; // of the map's width and height, on each side
const MAX_STRETCH = 1.6;
const BASE = 256;
const OUTLINES_BELOW_ZOOM = 10.5; // Closer, coasts would be off by much of the screen.
const TINT_BELOW_ZOOM = 9; // Closer, all of the map would be tinted.
// Islands and exclaves that are smaller are not looked at when a country is shown.
const MAIN_PART = 0.25;

/** Returns the countries of a file of world-atlas. */
export async function loadCountries(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const topology = await response.json();
  const projection = d3.geoMercator().scale(BASE / 2 / Math.PI).translate([BASE / 2, BASE / 2]);
  const bounds = d3.geoPath(projection);
  return topojson.feature(topology, topology.objects.countries).features.map((feature) => {
    const path = new Path2D();
    d3.geoPath(projection, path)(feature);
    const box = bounds.bounds(feature).flat().map((value) => value / BASE);
    return { code: alpha2(feature.id), name: feature.properties.name, feature, path, box };
  });
}

// CLDR knows ISO's numbers as aliases of the letters.
function alpha2(number) {
  return number ? new Intl.Locale(`und-${number}`).region : undefined;
}

/** Returns the box of a country's main parts, or undefined if there are no outlines of it. */
export function boxOfCountry(countries, code) {
  const country = countries.find((it) => it.code === code);
  if (!country) return undefined;
  const { type, coordinates } = country.feature.geometry;
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const parts = polygons.map((part) => ({ type: "Polygon", coordinates: part }));
  const largest = Math.max(...parts.map(d3.geoArea));
  const main = parts.filter((part) => d3.geoArea(part) >= largest * MAIN_PART);
  const [[west, south], [east, north]] = d3.geoBounds({ type: "GeometryCollection", geometries: main });
  return { west, south, east, north };
}

/** Returns the country at a point, or undefined. */
export function countryAt(countries, { latitude, longitude }) {
  const { x, y } = project(latitude, longitude);
  const isAt = ({ box, feature }) => contains(box, x, y) && d3.geoContains(feature, [longitude, latitude]);
  return countries.find((country) => country.code && isAt(country));
}

const contains = ([x0, y0, x1, y1], x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** Returns a layer with draw() and a method to say that the outlines are others. */
export function landLayer() {
  const canvas = document.createElement("canvas");
  let painted;
  let countries = [];
  let selected;

  function paint(camera, size, colors) {
    const width = Math.ceil(size.width * (1 + 2 * MARGIN));
    const height = Math.ceil(size.height * (1 + 2 * MARGIN));
    canvas.width = width * size.ratio;
    canvas.height = height * size.ratio;
    painted = { ...camera, width, height, size, colors };
    const context = canvas.getContext("2d", { alpha: false });
    const empty = camera.zoom >= OUTLINES_BELOW_ZOOM;
    context.fillStyle = empty ? colors.land : colors.sea;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (empty) return;
    const world = worldPixels(camera.zoom);
    const left = camera.x - width / 2 / world;
    const right = camera.x + width / 2 / world;
    const top = camera.y - height / 2 / world;
    const bottom = camera.y + height / 2 / world;
    const scale = (world / BASE) * size.ratio;
    for (let copy = Math.floor(left); copy <= Math.floor(right); copy++) {
      context.setTransform(scale, 0, 0, scale, (copy - left) * world * size.ratio, -top * world * size.ratio);
      const visible = countries.filter(
        ({ box }) => box[2] + copy >= left && box[0] + copy <= right && box[3] >= top && box[1] <= bottom,
      );
      context.lineJoin = "round";
      context.lineWidth = 0.8 / (world / BASE);
      context.strokeStyle = colors.border;
      for (const country of visible) {
        const tinted = selected && country.code === selected && camera.zoom < TINT_BELOW_ZOOM;
        context.fillStyle = tinted ? colors.selected : colors.land;
        context.fill(country.path);
        context.stroke(country.path);
      }
      for (const country of visible.filter(({ code }) => code && code === selected)) {
        context.lineWidth = 1.6 / (world / BASE);
        context.strokeStyle = colors.outline;
        context.stroke(country.path);
      }
    }
  }

  /** Says where the painted canvas is in the map's pixels. */
  function place(camera, size) {
    const world = worldPixels(camera.zoom);
    const stretch = 2 ** (camera.zoom - painted.zoom);
    const width = painted.width * stretch;
    const height = painted.height * stretch;
    const left = (painted.x - camera.x) * world + size.width / 2 - width / 2;
    const top = (painted.y - camera.y) * world + size.height / 2 - height / 2;
    return { left, top, width, height, stretch };
  }

  function isUsable(camera, size, colors, settled) {
    if (!painted || painted.size !== size || painted.colors !== colors) return false;
    const { left, top, width, height, stretch } = place(camera, size);
    return (
      (settled ? stretch === 1 : stretch < MAX_STRETCH && stretch > 1 / MAX_STRETCH) &&
      left <= 0 && top <= 0 && left + width >= size.width && top + height >= size.height
    );
  }

  return {
    /** Draws the land. While the map is zoomed (not settled), an earlier painting is stretched. */
    draw(context, camera, size, colors, settled) {
      if (!isUsable(camera, size, colors, settled)) paint(camera, size, colors);
      const { left, top, width, height, stretch } = place(camera, size);
      // On whole pixels, the copy is much cheaper.
      const snap = (value) => (stretch === 1 ? Math.round(value * size.ratio) / size.ratio : value);
      context.drawImage(canvas, snap(left), snap(top), width, height);
    },
    setCountries(all) {
      countries = all;
      painted = undefined;
    },
    select(code) {
      if (code === selected) return;
      selected = code;
      painted = undefined;
    },
  };
}
