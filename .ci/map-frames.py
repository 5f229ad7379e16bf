"""Drags the map of a running query API in headless Chromium, and prints the times between frames.

usage: .ci/map-frames.py URL      such as http://localhost:7070, of `./stores demo` or `./stores serve`

Needs chromium and chromedriver, and no library. Each view is dragged for 8 s along a curve of 800 by 400 pixels.
"""

import sys
import time

from browser import browser

VIEWS = ["/", "/?at=39,-95,4.2", "/?at=40,-100,6.5", "/?at=40.7,-74,9", "/?at=40.7,-74,12"]
LOAD_SECONDS = 5

DRAG = """
const [duration, done] = arguments;
const canvas = document.getElementById("canvas");
canvas.setPointerCapture = () => {};
const times = [];
let last, start;
const fire = (type, x, y) => canvas.dispatchEvent(
  new PointerEvent(type, {pointerId: 1, button: 0, clientX: 800 + x, clientY: 450 + y, bubbles: true}));
fire("pointerdown", 0, 0);
function step(now) {
  start ??= now;
  if (last) times.push(now - last);
  last = now;
  const seconds = (now - start) / 1000;
  fire("pointermove", 400 * Math.sin(1.3 * seconds), 200 * Math.sin(2.1 * seconds));
  if (seconds < duration) return requestAnimationFrame(step);
  fire("pointerup", 0, 0);
  done(times.sort((a, b) => a - b));
}
requestAnimationFrame(step);
"""


def main():
    with browser() as page:
        for view in VIEWS:
            page.open(sys.argv[1].rstrip("/") + view)
            time.sleep(LOAD_SECONDS)
            count = page.text("in-view")
            times = page.run(DRAG, 8)
            at = lambda share: times[int(share * (len(times) - 1))]
            print(f"{view}: {count}; median {at(0.5):.1f} ms, p95 {at(0.95):.1f} ms, {len(times)} frames", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
