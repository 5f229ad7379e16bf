"""Drags the map in headless Chromium, and prints the times between frames.

usage: .ci/map-frames.py URL         of a running API, such as http://localhost:7070 of `./stores demo`
       .ci/map-frames.py [STORES]    as many generated stores, by default 1,000,000, served from memory

Run in the root of a checkout. Needs chromium and chromedriver, and no library. Each view is dragged for 8 s along a
curve of 800 by 400 pixels.
"""

import contextlib
import sys
import time

from browser import browser
from map_stand_in import stand_in

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


def main(target="1000000"):
    map_of = stand_in(int(target)) if target.isdigit() else contextlib.nullcontext(target.rstrip("/"))
    with map_of as address, browser() as page:
        for view in VIEWS:
            page.open(address + view)
            time.sleep(LOAD_SECONDS)
            count = page.text("in-view")
            times = page.run(DRAG, 8)
            at = lambda share: times[int(share * (len(times) - 1))]
            print(f"{view}: {count}; median {at(0.5):.1f} ms, p95 {at(0.95):.1f} ms, {len(times)} frames", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2 or "--help" in sys.argv:
        sys.exit(__doc__)
    main(*sys.argv[1:])
