// The panel beside the map: loads what a view needs, and shows it or why that is not possible.

import { get, getPages, setKey } from "./api.js";
import { byId, el, replaceContent } from "./dom.js";
import { placeName, stores } from "./names.js";
import { LEVELS, link } from "./state.js";
import { describe } from "./views.js";

const FIRST_PAGE = 100;
const LAST_PAGE = 1000;

/**
 * @param bbox returns the window of the map
 * @param on {shown(result), retry()}; shown is called when a view is shown for the first time
 */
export function createPanel(bbox, on) {
  const content = byId("view");
  let view, abort, shown;
  let limit = FIRST_PAGE;
  const say = (text) => (byId("status").textContent = text);
  const description = () =>
    describe(view, {
      bbox: bbox().map((degrees) => Math.round(degrees * 1e4) / 1e4),
      limit,
      filter: content.querySelector(".filter")?.value ?? "",
      more: () => {
        limit = Math.min(LAST_PAGE, limit * (limit < 500 ? 5 : 2));
        load(false);
      },
      say,
    });

  async function show(to) {
    view = to;
    limit = FIRST_PAGE;
    shown = undefined;
    content.replaceChildren(...skeleton());
    const { title, places } = description();
    head(title, "Loading…", places);
    return load(true);
  }

  async function load(first) {
    abort?.abort();
    abort = new AbortController();
    const { signal } = abort;
    const wanted = description();
    byId("json").href = wanted.urls.at(-1);
    byId("progress").hidden = false;
    content.setAttribute("aria-busy", "true");
    try {
      render(wanted, await ask(wanted, signal), first);
    } catch (error) {
      if (error.name === "AbortError") return;
      fail(error);
    } finally {
      if (abort.signal === signal) {
        byId("progress").hidden = true;
        content.setAttribute("aria-busy", "false");
      }
    }
  }

  const ask = ({ urls, pagesOf }, signal) =>
    pagesOf ? getPages(urls[0], pagesOf, signal) : Promise.all(urls.map((url) => get(url, signal)));

  function render(wanted, answers, first) {
    const result = { places: wanted.places, title: wanted.title, ...wanted.render(answers), answers };
    head(result.title, result.subtitle, result.places);
    replaceContent(content, ...result.content);
    if (first || !shown) {
      say(`${result.title}: ${result.subtitle}`);
      on.shown(view, result);
    }
    shown = result;
  }

  function head(title, subtitle, places) {
    byId("title").textContent = title;
    byId("subtitle").textContent = subtitle;
    document.title = `${title} · Stores`;
    const steps = [["All stores", []], ...places.map((name, level) => [placeName(level, name), places.slice(0, level + 1)])];
    byId("crumbs").replaceChildren(...steps.map(([name, to], index) => {
      const current = view.places && index === steps.length - 1 ? "page" : undefined;
      return el("li", {}, el("a", { href: link({ places: to }), "aria-current": current }, name));
    }));
  }

  function fail(error) {
    shown = undefined;
    const what = error.status === 404 ? "Not found" : error.status === 401 ? "An API key is needed" : "This did not work";
    byId("subtitle").textContent = what;
    say(`${what}: ${error.message}`);
    content.replaceChildren(el("div", { class: "problem" },
      el("p", {}, sentence(error.message)),
      error.status === 401 ? keyForm() : suggestions(error),
      error.status === 404 || error.status === 401 ? undefined
        : el("button", { type: "button", "data-key": "retry", onclick: on.retry }, "Try again")));
  }

  function suggestions({ parameter, suggestions: found }) {
    const level = LEVELS.indexOf(parameter);
    if (view.store) return el("p", { class: "hint" }, "The whole number is needed. A place is found in the list or on the map.");
    if (!found?.length || level < 0 || !view.places) return undefined;
    return el("ul", { class: "rows" }, ...found.map(({ name, count }) =>
      el("li", {}, el("a", { class: "row", href: link({ places: [...view.places.slice(0, level), name] }) },
        el("span", { class: "name" }, `Did you mean ${placeName(level, name)}?`),
        el("span", { class: "count" }, stores(count))))));
  }

  function keyForm() {
    const field = el("input", { type: "password", id: "key", autocomplete: "off", required: "" });
    return el("form", {
      class: "key",
      onsubmit: (event) => {
        event.preventDefault();
        setKey(field.value);
        on.retry();
      },
    }, el("label", { for: "key" }, "API key"), field, el("button", { type: "submit" }, "Use"));
  }

  return {
    show,
    say,
    reload: () => load(true),
    /** Asks again, and shows what has changed; fails if the server can't be asked. */
    async poll() {
      if (!shown) return;
      const { signal } = abort;
      const wanted = description();
      try {
        const answers = await ask(wanted, signal);
        const isSame = answers.length === shown?.answers.length && answers.every((it, index) => it === shown.answers[index]);
        if (!isSame) render(wanted, answers, false);
      } catch (error) {
        if (error.name === "AbortError") return;
        // What was shown is gone, as when a store is closed.
        if (error.status === 404) fail(error);
        else throw error;
      }
    },
    /** Shows the stores of the window again, after it was moved. */
    moved() {
      if (view?.list) load(false);
    },
  };
}

const sentence = (text) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
};

const skeleton = () =>
  Array.from({ length: 8 }, () => el("div", { class: "skeleton", "aria-hidden": "true" }));
