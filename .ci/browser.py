"""Drives a headless Chromium by the WebDriver protocol, for checks and measurements of the map.

Needs chromium and chromedriver, and no library.
"""

import contextlib
import json
import re
import subprocess
import urllib.request

TIMEOUT_SECONDS = 120
OPTIONS = {
    "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1440,900"]
}


class Browser:
    """A session of a browser."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}/session"
        self.address += "/" + self._call("", capabilities={"alwaysMatch": {"goog:chromeOptions": OPTIONS}})["sessionId"]

    def _call(self, path, **body):
        request = urllib.request.Request(self.address + path, json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self._call("/url", url=url)

    def text(self, element_id):
        """Returns the text of an element of the page."""
        return self._call("/execute/sync", args=[], script=f"return document.getElementById('{element_id}').textContent")

    def run(self, script, *arguments):
        """Runs a script with these arguments and a function; returns what it gives to the function."""
        return self._call("/execute/async", args=arguments, script=script)

    def close(self):
        request = urllib.request.Request(self.address, method="DELETE")
        urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS).close()


@contextlib.contextmanager
def browser():
    """Runs a browser; yields its session."""
    driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        found = (re.search(r"successfully on port (\d+)", line) for line in driver.stdout)
        session = Browser(next(port.group(1) for port in found if port))
        try:
            yield session
        finally:
            session.close()
    finally:
        driver.terminate()
        driver.wait()
