"""Serves the map with generated stores from memory, in place of a table: to measure the page with many of them."""

import contextlib
import csv
import json
import mimetypes
import subprocess
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PAGE = Path("query-api/src/main/resources/map")
TAG = '"1"'  # nothing changes
SMALLEST = 5


class Stores:
    """The stores of a CSV, and how many are in each geohash cell of levels 1 to 5."""

    def __init__(self, rows):
        self.countries = defaultdict(int)
        self.counts = [defaultdict(int) for _ in range(SMALLEST)]
        self.cells = defaultdict(list)
        for row in csv.DictReader(rows):
            self.countries[row["Country"]] += 1
            if not row["Latitude"]:
                continue
            point = float(row["Latitude"]), float(row["Longitude"])
            store = {"storeNumber": row["Store Number"], "storeName": row["Store Name"], "city": row["City"]}
            store |= {"country": row["Country"], "state": row["State/Province"]}
            self.cells[at(point, SMALLEST)].append(store | {"latitude": point[0], "longitude": point[1]})
            for level, counts in enumerate(self.counts, 1):
                counts[at(point, level)] += 1

    def locations(self):
        children = [{"name": it, "count": n, "href": f"/v1/locations/{it}"} for it, n in sorted(self.countries.items())]
        return {"level": "world", "count": sum(self.countries.values()), "children": children}

    def cells_in(self, bbox, level):
        height, width = size(level)
        found = []
        for row, column in within(bbox, level):
            if count := self.counts[level - 1].get((row, column)):
                center = {"latitude": (row + 0.5) * height - 90, "longitude": (column + 0.5) * width - 180}
                found.append({"cell": f"{level}:{row}:{column}", "count": count} | center)
        return {"level": level, "cells": found}

    def stores_in(self, bbox, limit, cursor):
        found = [store for cell in within(bbox, SMALLEST) for store in self.cells.get(cell, ())]
        more = cursor + limit < len(found)
        return {"stores": found[cursor : cursor + limit], "nextCursor": str(cursor + limit) if more else None}


def size(level):
    """Returns height and width in degrees: a geohash digit has five bits, the first is one of the longitude."""
    return 180 / 2 ** (5 * level // 2), 360 / 2 ** ((5 * level + 1) // 2)


def at(point, level):
    (latitude, longitude), (height, width) = point, size(level)
    return int((min(latitude, 89.999999) + 90) / height), int((min(longitude, 179.999999) + 180) / width)


def within(bbox, level):
    """Returns the cells of a window."""
    west, south, east, north = bbox
    (first, left), (last, right) = at((south, west), level), at((north, east), level)
    columns = 2 ** ((5 * level + 1) // 2)
    if west > east or (east - west >= 360):
        right += columns
    return ((row, column % columns) for row in range(first, last + 1) for column in range(left, right + 1))


@contextlib.contextmanager
def stand_in(count):
    """Generates stores, and serves them; yields the address."""
    generate = ["./stores", "generate", "--stores", str(count)]
    with subprocess.Popen(generate, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        stores = Stores(process.stdout)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            bbox = [float(it) for it in query["bbox"].split(",")] if "bbox" in query else None
            if self.headers["If-None-Match"] == TAG:
                self.answer(304, "application/json", b"")
            elif url.path == "/v1/locations":
                self.answer_json(stores.locations())
            elif url.path == "/v1/cells":
                self.answer_json(stores.cells_in(bbox, int(query["level"])))
            elif url.path == "/v1/stores" and bbox:
                self.answer_json(stores.stores_in(bbox, int(query["limit"]), int(query.get("cursor", 0))))
            else:
                self.answer_file("index.html" if url.path == "/" else Path(url.path).name)

        def answer_file(self, name):
            for file in (PAGE / name, PAGE / "vendor" / name):
                if file.is_file():
                    return self.answer(200, mimetypes.guess_type(name)[0], file.read_bytes())
            return self.answer(404, "application/json", b"{}")

        def answer_json(self, value):
            self.answer(200, "application/json", json.dumps(value).encode())

        def answer(self, status, content_type, body):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("ETag", TAG)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
