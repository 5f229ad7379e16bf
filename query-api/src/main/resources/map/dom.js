// Texts come from stores and are not trusted: they become text nodes, never markup.

/** Returns the element of an id. */
export const byId = (id) => document.getElementById(id);

/** Returns a new element; properties that are undefined are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name === "onclick" || name === "oninput" || name === "onsubmit") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

/** Replaces the content of a container; focus and scrolling stay where they are. */
export function replaceContent(container, ...children) {
  const focused = container.contains(document.activeElement)
    ? document.activeElement.getAttribute("data-key")
    : undefined;
  const scroller = container.closest(".content");
  const top = scroller.scrollTop;
  container.replaceChildren(...children.filter(Boolean));
  scroller.scrollTop = top;
  if (focused) {
    container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}
