"""Drags the map of a running query API in headless Chromium, and prints the times between frames.

usage: .ci/map-frames.py URL      such as http://localhost:7070, of `./stores demo` or `./stores serve`

Needs chromium and chromedriver, and no library. Each view is dragged for 8 s along a curve of 800 by 400 pixels.
"""

import json
import re
import subprocess
import sys
import time
import urllib.request

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

OPTIONS = {
    "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1440,900"]
}


def main():
    driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        port = next(found.group(1) for line in driver.stdout if (found := re.search(r"successfully on port (\d+)", line)))

        def call(path, **body):
            request = urllib.request.Request(f"http://127.0.0.1:{port}/session{path}", json.dumps(body).encode())
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]

        capabilities = {"alwaysMatch": {"goog:chromeOptions": OPTIONS}}
        session = "/" + call("", capabilities=capabilities)["sessionId"]
        for view in VIEWS:
            call(session + "/url", url=sys.argv[1].rstrip("/") + view)
            time.sleep(LOAD_SECONDS)
            count = call(session + "/execute/sync", args=[], script="return document.getElementById('in-view').textContent")
            times = call(session + "/execute/async", args=[8], script=DRAG)
            at = lambda share: times[int(share * (len(times) - 1))]
            print(f"{view}: {count}; median {at(0.5):.1f} ms, p95 {at(0.95):.1f} ms, {len(times)} frames", flush=True)
        urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}/session{session}", method="DELETE"), timeout=30
        )
    finally:
        driver.terminate()
        driver.wait()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
