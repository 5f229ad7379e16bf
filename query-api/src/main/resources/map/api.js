// Asks the API. Answers are kept with their entity tags, so that asking again is a conditional request.

import { LEVELS } from "./state.js";

const KEPT = 100;
const KEY = "storestream-api-key";
const answers = new Map();

/** An answer other than the one asked for. Status 0: there was none. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? "The answer can't be read.");
    this.status = status;
    this.parameter = document.parameter;
    this.suggestions = document.suggestions;
  }
}

/** Remembers the API key for as long as the tab is open. */
export function setKey(key) {
  sessionStorage.setItem(KEY, key);
}

/** Returns the answer: the same object as before if it has not changed. */
export async function get(url, signal) {
  const before = answers.get(url);
  const headers = before ? { "If-None-Match": before.tag } : {};
  const key = sessionStorage.getItem(KEY);
  if (key) headers["X-API-Key"] = key;
  let response;
  try {
    // Not from the browser's cache, which would answer 200 where the server says 304.
    response = await fetch(url, { headers, signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: "The server does not answer." });
  }
  if (response.status === 304) return before.data;
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, data);
  answers.delete(url);
  answers.set(url, { tag: response.headers.get("ETag"), data });
  if (answers.size > KEPT) answers.delete(answers.keys().next().value);
  return data;
}

const MOST_PAGES = 20; // A page of few stores in many cells is short.

/** Returns the pages of a list, until they have as many stores as are wanted. */
export async function getPages(url, wanted, signal) {
  const pages = [];
  let [next, found] = ["", 0];
  do {
    const page = await get(url + next, signal);
    pages.push(page);
    found += page.stores.length;
    next = page.nextCursor && `&cursor=${encodeURIComponent(page.nextCursor)}`;
  } while (next && found < wanted && pages.length < MOST_PAGES);
  return pages;
}

export const urls = {
  location: (names) => ["/v1/locations", ...names.map(segment)].join("/"),
  stores: (names, limit) => `/v1/stores?${place(names)}&limit=${limit}`,
  count: (names) => `/v1/stores/count?${place(names)}`,
  store: (number) => `/v1/stores/${segment(number)}`,
  near: ({ latitude, longitude }, limit) => `/v1/stores/near?latitude=${latitude}&longitude=${longitude}&limit=${limit}`,
  window: (bbox, limit) => `/v1/stores?bbox=${bbox.join(",")}&limit=${limit}`,
  cells: (bbox, level) => `/v1/cells?bbox=${bbox.join(",")}&level=${level}`,
};

const place = (names) =>
  names.map((name, level) => `${LEVELS[level]}=${encodeURIComponent(name)}`).join("&");

// Clients remove these segments from a path; trailing white space is ignored in a name. "count" and
// "near" are routes in the place of store numbers.
function segment(name) {
  return encodeURIComponent(["", ".", "..", "count", "near"].includes(name) ? `${name} ` : name);
}
