// Follows changes: asks again every few seconds while the page is visible.

const INTERVAL_MS = 2500;
const LONGEST_MS = 60_000;

/**
 * @param ask returns a promise that fails if the server can't be asked
 * @param said is called with whether that worked
 */
export function follow(ask, said) {
  let delay = INTERVAL_MS;
  let timer;

  async function tick() {
    try {
      await ask();
      delay = INTERVAL_MS;
      said(true);
    } catch {
      delay = Math.min(LONGEST_MS, delay * 2);
      said(false);
    }
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tick, delay);
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") tick();
  });
  schedule();
}
