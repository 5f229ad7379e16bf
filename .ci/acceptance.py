"""Publishes the real directory of stores by `./stores demo` and `produce`, and checks the results over HTTP.

Usage: acceptance.py DIRECTORY.csv [--full]; run in the root of a checkout. It kills a rebuild and an ingester; with
--full more often, and the ingester has all stores, not a fifth of them. Prints the number of checks to standard output,
and what it checks to standard error. Any that fails ends it with an error. Needs chromium and chromedriver.
"""

import csv
import gzip
import heapq
import io
import json
import math
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from browser import browser

FREE_PORTS = ["--http-port", "0", "--kafka-port", "0", "--dynamodb-port", "0"]
TIMEOUT_SECONDS = 600
TABLE = "StarbucksLocations"
FULL = "--full" in sys.argv
checks = 0


def check(what, actual, expected):
    global checks
    if actual != expected:
        sys.exit(f"FAILED: {what}: {actual!r}, not {expected!r}")
    checks += 1
    print(f"ok: {what}: {expected!r}", file=sys.stderr)


class Demo:
    """A running demo; its output is read line by line."""

    def __init__(self, file):
        self.process = subprocess.Popen(
            ["./stores", "demo", str(file), *FREE_PORTS], stdout=subprocess.PIPE, text=True
        )
        self.lines = Queue()
        self.duplicates = 0
        Thread(target=self._read, daemon=True).start()
        self.invitation = "\n".join(self.read_until("Ctrl-C stops"))

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def read_until(self, text):
        """Returns the lines up to the first that contains the text."""
        lines = []
        while not lines or text not in lines[-1]:
            try:
                lines.append(self.lines.get(timeout=TIMEOUT_SECONDS))
            except Empty:
                self.process.terminate()
                sys.exit(f"FAILED: the demo printed nothing for {TIMEOUT_SECONDS} s before {text!r}")
        return lines

    def read_duplicates(self, more):
        """Reads lines until the ingester has dropped this many more duplicates."""
        self.duplicates += more
        self.read_until(f"duplicates dropped: {self.duplicates}")

    def address(self, pattern):
        return re.search(pattern, self.invitation).group(1)

    def get(self, path, **parameters):
        url = self.address(r"query API is at (\S+);") + path
        if parameters:
            url += "?" + urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)

    def metric(self, name, table=None):
        """Returns a write metric of one table, or of both."""
        url = self.address(r"query API is at (\S+);") + "/metrics"
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
            text = answer.read().decode()
        label = '{table="%s"}' % (table or '[^"]*')
        return int(sum(map(float, re.findall(rf"^{name}{label} (\S+)$", text, re.M))))

    def dynamodb(self, operation, **request):
        """Sends a request with the AWS protocol only, without code of this project."""
        http = urllib.request.Request(
            self.address(r"DynamoDB is at (http\S+),"),
            data=json.dumps(request).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "DynamoDB_20120810." + operation,
                "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/dynamodb/"
                "aws4_request, SignedHeaders=host, Signature=any",
            },
        )
        with urllib.request.urlopen(http, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)

    def environment(self):
        """Returns the variables that other commands need to use the demo's broker and table."""
        return os.environ | {
            "KAFKA_BOOTSTRAP_SERVERS": self.address(r"Kafka is at (\S+);"),
            "AWS_ENDPOINT_URL_DYNAMODB": self.address(r"DynamoDB is at (http\S+),"),
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "any",
        }

    def run(self, *arguments, expected=0):
        """Runs a command that uses the demo; returns the lines that it prints."""
        result = subprocess.run(
            ["./stores", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment(),
            timeout=TIMEOUT_SECONDS,
        )
        check("exit code of " + " ".join(arguments[:2]), result.returncode, expected)
        return result.stdout.splitlines()

    def produce(self, file, *options):
        return summary(self.run("produce", str(file), *options))

    def scan(self, table):
        """Returns all items of a table."""
        items, start = [], {}
        while True:
            page = self.dynamodb("Scan", TableName=table, **start)
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                return items
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def items(self, table):
        """Returns all items of a table by their store numbers."""
        return {item["StoreNumber"]["S"]: item for item in self.scan(table)}

    def count_of_us(self, table):
        """Returns the count of a country in a table of counts, if there is one."""
        key = {"Parent": {"S": "*"}, "Name": {"S": "US"}}
        try:
            return self.dynamodb("GetItem", TableName=table, Key=key).get("Item")
        except urllib.error.HTTPError:
            return None

    def count(self, table):
        """Returns how many items a table has; 0 if it does not exist."""
        try:
            return self.dynamodb("DescribeTable", TableName=table)["Table"]["ItemCount"]
        except urllib.error.HTTPError:
            return 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=TIMEOUT_SECONDS)


def summary(lines):
    return dict(line.split(": ", 1) for line in lines if re.match(r"^[a-z ]+: [0-9.]+$", line))


def check_summary(demo):
    figures = summary(demo.invitation.splitlines())
    for name, value in {
        "rows read": "25600",
        "rows rejected": "0",
        "rows superseded": "1",
        "events published": "25599",
        "stores written": "25599",
    }.items():
        check(f"demo, {name}", figures[name], value)


def check_lookups(demo):
    def count(**location):
        return demo.get("/v1/stores/count", **location)["count"]

    check("stores in US", count(country="US"), 13608)
    check("stores in us, lower case", count(country="us"), 13608)
    check("stores in US/NE", count(country="US", state="NE"), 58)
    check("stores in BG/2, and not in BG/22", count(country="BG", state="2"), 1)
    check("stores in CA/QC/Quebec", count(country="CA", state="QC", city="Quebec"), 10)
    check("stores in ca/qc/quebec", count(country="ca", state="qc", city="quebec"), 10)
    check("stores in JP/1", count(country="JP", state="1"), 34)
    omaha = demo.get("/v1/stores", country="US", state="NE", city="Omaha", postcode="68144")
    check(
        "stores in US/NE/Omaha/68144",
        sorted(store["storeNumber"] for store in omaha["stores"]),
        ["2651-53179", "48135-261124"],
    )
    check("the later row counts", demo.get("/v1/stores/19773-160973")["latitude"], 37.53)

    numbers, cursor = [], None
    while cursor or not numbers:
        more = {"cursor": cursor} if cursor else {}
        page = demo.get("/v1/stores", country="US", limit=100, **more)
        numbers += [store["storeNumber"] for store in page["stores"]]
        cursor = page["nextCursor"]
    check("stores in all pages of US", len(numbers), 13608)
    check("distinct ones among them", len(set(numbers)), 13608)


def check_table(demo):
    page = demo.dynamodb(
        "Query",
        TableName=TABLE,
        IndexName="StoreLocationIndex",
        KeyConditionExpression="Country = :c and begins_with(StateCityPostcode, :p)",
        ExpressionAttributeValues={":c": {"S": "US"}, ":p": {"S": "NE#OMAHA#68144"}},
    )
    names = {item["StoreNumber"]["S"]: item["StoreName"]["S"] for item in page["Items"]}
    check("a client of the original table, stores", len(names), 2)
    check("and its name", names["2651-53179"], "125th & W. Center Rd.")


def check_changes(demo, file, folder):
    written = demo.metric("storestream_items_written_total", TABLE)
    requests = demo.metric("storestream_write_requests_total")
    check("stores written at first", written, 25599)
    check("the same file again, events", demo.produce(file)["events published"], "25599")
    demo.read_duplicates(25599)
    check("stores written then", demo.metric("storestream_items_written_total", TABLE), written)
    check("write requests then", demo.metric("storestream_write_requests_total"), requests)

    changed = Path(folder) / "changed.csv"
    with open(file, newline="", encoding="utf-8") as source:
        rows = list(csv.reader(source))
    for row in rows:
        if row[1] == "2651-53179":
            row[2] = "Changed"
    with open(changed, "w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(rows)
    with browser() as page:
        page.open(demo.address(r"query API is at (\S+);") + "/?store=2651-53179")
        await_title(page, "125th & W. Center Rd.")
        demo.produce(changed)
        began = time.monotonic()
        await_title(page, "Changed")
        print(f"the map showed the change after {time.monotonic() - began:.1f} s", file=sys.stderr)
    demo.read_duplicates(25598)
    check("one row changed, written", demo.metric("storestream_items_written_total", TABLE), written + 1)
    check("and requests", demo.metric("storestream_write_requests_total"), requests + 1)
    check("and its name", demo.get("/v1/stores/2651-53179")["storeName"], "Changed")


def await_title(page, expected):
    """Waits until the map's page has this title."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while (title := page.text("title")) != expected and time.monotonic() < deadline:
        time.sleep(0.1)
    check("the title of the map's page", title, expected)


def disguises(file, folder):
    """Writes an eighth of the stores of a file each as other programs would; yields the files."""
    with open(file, newline="", encoding="utf-8") as source:
        header, *rows = csv.reader(source)
    eighths = (list({row[1]: row for row in rows}.values())[start::8] for start in range(8))

    def write(name, header=header, change=None, encoding="utf-8", mark="", compress=False, **dialect):
        path = Path(folder) / name
        text = io.StringIO(newline="")
        csv.writer(text, **dialect).writerows([header, *map(change or list, next(eighths))])
        content = (mark + text.getvalue()).encode(encoding)
        path.write_bytes(gzip.compress(content, 1) if compress else content)
        return path

    def with_decimal_commas(row):
        return [it.replace(".", ",") if i in coordinates else it for i, it in enumerate(row)]

    coordinates = header.index("Longitude"), header.index("Latitude")
    spelled = [name.replace(" ", "_").replace("/", " / ").lower() for name in header]
    yield write("semicolons.csv", change=with_decimal_commas, delimiter=";", mark="\ufeff")
    yield write("tabs.tsv", delimiter="\t", lineterminator="\n")
    yield write("utf-16.csv", encoding="utf-16-le", mark="\ufeff", delimiter="\t")
    yield write("windows.csv", lineterminator="\r\n")
    yield write("quoted.csv", quoting=csv.QUOTE_ALL, lineterminator="\n")
    yield write("spelled.csv", header=spelled)
    yield write("reversed.csv", header=header[::-1], change=lambda row: row[::-1])
    yield write("compressed.csv.gz", compress=True)


def check_disguises(demo, file, folder):
    written = demo.metric("storestream_items_written_total", TABLE)
    requests = demo.metric("storestream_write_requests_total")
    figures = summary(demo.run("produce", *map(str, disguises(file, folder))))
    for name, value in {
        "rows read": 25599,
        "rows rejected": 0,
        "rows superseded": 0,
        "events published": 25599,
        "rows passed over": 0,
        "coordinates dropped": 0,
    }.items():
        check(f"the file in eight disguises, {name}", figures[name], str(value))
    demo.read_duplicates(25599)
    check("stores written then", demo.metric("storestream_items_written_total", TABLE), written)
    check("write requests then", demo.metric("storestream_write_requests_total"), requests)


def check_csv(demo, folder):
    """Checks that the stores of a country over HTTP equal the published ones."""
    written = demo.metric("storestream_items_written_total", TABLE)
    requests = demo.metric("storestream_write_requests_total")
    file = Path(folder) / "us.csv"
    url = demo.address(r"query API is at (\S+);") + "/v1/stores?country=US&format=csv"
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
        file.write_bytes(answer.read())
    check("stores in the CSV of a country", demo.produce(file)["events published"], "13608")
    demo.read_duplicates(13608)
    check("stores written by it", demo.metric("storestream_items_written_total", TABLE), written)
    check("and requests", demo.metric("storestream_write_requests_total"), requests)


def key(name):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name).upper()).strip()


def geohash(latitude, longitude, length):
    """Returns digits of five bits each, which halve the longitudes and the latitudes by turns."""
    bounds, point, bits = [[-180, 180], [-90, 90]], (longitude, latitude), ""
    for index in range(5 * length):
        low, high = bounds[index % 2]
        middle = (low + high) / 2
        upper = point[index % 2] >= middle
        bounds[index % 2] = [middle, high] if upper else [low, middle]
        bits += "01"[upper]
    digits = "0123456789bcdefghjkmnpqrstuvwxyz"
    return "".join(digits[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def counts_of(file):
    """Counts the stores of every country, state and city, and of every geohash cell, of a file."""
    with open(file, newline="", encoding="utf-8") as source:
        rows = {row["Store Number"].strip(): row for row in csv.DictReader(source)}
    counts = Counter()
    for row in rows.values():
        names = [key(row[column]) for column in ("Country", "State/Province", "City")]
        counts.update("#".join(names[:depth]) for depth in (1, 2, 3))
        if row["Latitude"].strip() and row["Longitude"].strip():
            cell = geohash(float(row["Latitude"]), float(row["Longitude"]), 5)
            counts.update("#" + cell[:level] for level in (1, 2, 3, 4, 5))
    return counts


def check_counts(demo, file, what, table=TABLE, seconds=0):
    """Compares the table of counts with a file, and retries while it may still become equal."""
    expected = counts_of(file)
    deadline = time.monotonic() + seconds
    while True:
        actual = Counter()
        for item in demo.scan(table + "Counts"):
            parent, name = item["Parent"]["S"], item["Name"]["S"].replace("#", "")
            between = "" if parent.startswith("#") else "#"
            path = name if parent == "*" else parent + between + name
            actual[path] = int(item["Count"]["N"])
        wrong = [location for location in expected | actual if expected[location] != actual[location]]
        if not wrong or time.monotonic() > deadline:
            break
        time.sleep(1)
    check(f"locations whose count is wrong {what}", wrong, [])
    levels = Counter(place.count("#") for place in +actual if not place.startswith("#"))
    return [levels[depth] for depth in range(3)]


def points_of(file):
    """Returns the latitude and longitude of each store of a file that has both."""
    with open(file, newline="", encoding="utf-8") as source:
        rows = {row["Store Number"].strip(): row for row in csv.DictReader(source)}
    return {
        number: (float(row["Latitude"]), float(row["Longitude"]))
        for number, row in rows.items()
        if row["Latitude"].strip() and row["Longitude"].strip()
    }


def distance_km(one, other):
    """Returns the length of a great circle, by the haversine formula."""
    (latitude, longitude), (other_latitude, other_longitude) = one, other
    north = math.sin(math.radians(other_latitude - latitude) / 2)
    east = math.sin(math.radians(other_longitude - longitude) / 2)
    parallels = math.cos(math.radians(latitude)) * math.cos(math.radians(other_latitude))
    return 2 * 6371.0088 * math.asin(min(1, math.sqrt(north * north + parallels * east * east)))


def on_sphere(point):
    latitude, longitude = map(math.radians, point)
    cosine = math.cos(latitude)
    return cosine * math.cos(longitude), cosine * math.sin(longitude), math.sin(latitude)


class AllStores:
    """Finds the nearest stores by looking at all of them."""

    def __init__(self, points):
        self.numbers = {}
        for number, point in points.items():
            self.numbers.setdefault(point, []).append(number)
        self.places = [(*on_sphere(point), point) for point in self.numbers]

    def nearest(self, point, limit):
        x, y, z = on_sphere(point)
        cosines = [a * x + b * y + c * z for a, b, c, _ in self.places]
        # Cosines order places as distances do, but for rounding: those within 10 m are compared.
        enough = heapq.nlargest(limit, cosines)[-1] - 1e-12
        close = []
        for cosine, place in zip(cosines, self.places):
            if cosine >= enough:
                distance = distance_km(point, place[3])
                close += [(distance, number) for number in self.numbers[place[3]]]
        return [number for _, number in sorted(close)[:limit]]


def check_near(demo, points):
    """Compares searches with looking at all stores: at 200 random points, and at 100 stores.

    With --full at 2,000 random points, and at all stores.
    """
    lots, stores = random.Random(6), AllStores(points)

    def near(point, limit, **more):
        return demo.get("/v1/stores/near", latitude=point[0], longitude=point[1], limit=limit, **more)["stores"]

    wrong = []
    for _ in range(2000 if FULL else 200):
        point = math.degrees(math.asin(lots.uniform(-1, 1))), lots.uniform(-180, 180)
        limit = lots.choice((1, 2, 5, 10, 10, 10, 10, 10, 30, 100))
        found = [store["storeNumber"] for store in near(point, limit)]
        if found != stores.nearest(point, limit):
            wrong.append((point, limit))
    check("random points whose nearest stores are wrong", wrong, [])
    for point in [(90, 0), (-90, 0), (0, 180), (0, -180), (52.5, 180), (45, -90), (0, 0)]:
        found = [store["storeNumber"] for store in near(point, 100)]
        check(f"the nearest stores of {point}", found == stores.nearest(point, 100), True)
    numbers = {}
    for number, point in sorted(points.items()):
        numbers.setdefault(point, []).append(number)

    def is_missing(number):
        here = near(points[number], 100, radiusKm=0.001)
        expected = numbers[points[number]][:100]
        return [store["storeNumber"] for store in here][: len(expected)] != expected

    chosen = lots.sample(sorted(points), len(points) if FULL else 100)
    with ThreadPoolExecutor(4) as pool:
        missing = [number for number, it in zip(chosen, pool.map(is_missing, chosen)) if it]
    check(f"of {len(chosen)} stores, those that are not found at their own points", missing, [])


def is_inside(point, window):
    west, south, east, north = window
    latitude, longitude = point
    inside = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return south <= latitude <= north and inside


def check_windows(demo, points):
    """Compares windows and the counts of cells with looking at all stores."""
    lots = random.Random(7)
    windows = [(170, -50, -170, 60), (-3, 50, 2, 53), (-97, 40, -95, 42)]
    for number in lots.sample(sorted(points), 20):
        latitude, longitude = points[number]
        size = 10 ** lots.uniform(-2, 0)
        windows.append((longitude - size, latitude - size, longitude + size, latitude + size))
    wrong = []
    for window in windows:
        bbox, found, cursor = ",".join(map(str, window)), [], {}
        while cursor is not None:
            page = demo.get("/v1/stores", bbox=bbox, limit=1000, **cursor)
            found += [store["storeNumber"] for store in page["stores"]]
            cursor = {"cursor": page["nextCursor"]} if page["nextCursor"] else None
        inside = [number for number, point in points.items() if is_inside(point, window)]
        if sorted(found) != sorted(inside):
            wrong.append(bbox)
    check("windows whose stores are wrong", wrong, [])

    for level in (1, 2):
        cells = {it["cell"]: it["count"] for it in demo.get("/v1/cells", level=level)["cells"]}
        counted = Counter(geohash(*point, level) for point in points.values())
        check(f"the cells of level {level} are counted", cells == counted, True)
    cells = demo.get("/v1/cells", bbox="-97,40,-95,42", level=5)["cells"]
    inside = Counter(geohash(*it, 5) for it in points.values() if is_inside(it, (-97, 40, -95, 42)))
    counted = {it["cell"]: it["count"] for it in cells}
    check("the smallest cells have their stores", {it for it in inside if counted[it] < inside[it]}, set())
    counts = Counter(geohash(*point, 5) for point in points.values())
    check("and no others", {it for it in counted if counted[it] != counts[it]}, set())


def check_rebuild(demo, file, folder):
    """Changes five percent of the stores and closes one; then drops both tables and kills their rebuild."""
    lots = random.Random(4)
    second = Path(folder) / "second.csv"
    with open(file, newline="", encoding="utf-8") as source:
        header, *rows = csv.reader(source)
    rows = list({row[1]: row for row in rows}.values())
    lots.shuffle(rows)
    changes, closures = len(rows) * 5 // 100, len(rows) // 100
    for row, other in zip(rows[:changes], rows[changes:]):
        row[2] += " II"
        row[5:8] = other[5:8]  # city, state and country
        row[11:13] = other[11:13]  # longitude and latitude
    with open(second, "w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([header, *rows[:-closures]])
    # The store that the previous check changed has its old name again, unless it is closed.
    written = demo.metric("storestream_items_written_total", TABLE)
    touched = {row[1] for row in rows[:changes] + rows[-closures:]} | {"2651-53179"}
    check(
        "events of a second edition",
        demo.produce(second, "--snapshot")["events published"],
        str(len(rows)),
    )
    demo.read_until(f"stores written: {written + len(touched)}")
    check_counts(demo, second, "after a second edition")
    before = demo.items(TABLE)
    check("closed stores", sum("ExpiresAt" in item for item in before.values()), closures)

    for table in (TABLE, TABLE + "Counts"):
        demo.dynamodb("DeleteTable", TableName=table)
    kill_rebuild(demo)
    left = int(summary(demo.run("rebuild"))["records read"])
    check("equal items after a rebuild", summary(demo.run("verify"))["equal"], str(len(rows)))
    check("items that are not as before", differing(before, demo.items(TABLE)), [])
    check_counts(demo, second, "after a rebuild")
    total = int(summary(demo.run("rebuild", "--from-beginning"))["records read"])
    check(f"a rebuild of {total} records goes on where it was killed", left < total, True)
    check("items that a second rebuild changes", differing(before, demo.items(TABLE)), [])
    return before


def kill_rebuild(demo):
    """Starts a rebuild, and kills it after 6,000 items; with --full after each 3,000."""
    stops = range(3000, 15001, 3000) if FULL else [6000]
    for kill, enough in enumerate(stops, 1):
        process = subprocess.Popen(
            ["./stores", "rebuild"],
            env=demo.environment(),
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + TIMEOUT_SECONDS
            while demo.count(TABLE) < enough and time.monotonic() < deadline:
                time.sleep(0.3)
        finally:
            process.kill()
        check(f"kill {kill} came before its end", process.wait() == -signal.SIGKILL, True)


def differing(one, other):
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def check_verify(demo, before):
    lots = random.Random(5)
    chosen = lots.sample(sorted(key for key in before if "ExpiresAt" not in before[key]), 200)
    expected = set()
    for index, number in enumerate(chosen[:100]):
        item = json.loads(json.dumps(before[number]))
        kind = "different"
        if index % 5 == 0:
            item["StoreName"] = {"S": "Corrupt"}
        elif index % 5 == 1:
            item["StateCityPostcode"] = {"S": "NOWHERE##"}
        elif index % 5 == 2:
            item["Version"] = {"N": str(int(item["Version"]["N"]) + 1)}
        elif index % 5 == 3:
            item["Version"] = {"N": str(int(item["Version"]["N"]) - 1)}
            kind = "stale"
        else:
            item["ExpiresAt"] = {"N": "9999999999"}
        demo.dynamodb("PutItem", TableName=TABLE, Item=item)
        expected.add((kind, number))
    for number in chosen[100:]:
        demo.dynamodb("DeleteItem", TableName=TABLE, Key={"StoreNumber": {"S": number}})
        expected.add(("missing", number))
    for index in range(100):
        number = f"unknown-{index}"
        item = before[chosen[index]] | {"StoreNumber": {"S": number}}
        demo.dynamodb("PutItem", TableName=TABLE, Item=item)
        expected.add(("extra", number))

    lines = demo.run("verify", expected=1)
    named = [re.match(r"^(missing|extra|stale|different) (\S+): ", line) for line in lines]
    named = [match.groups() for match in named if match]
    check("differences named", len(named), 300)
    check("and wrong ones among them", sorted(set(named) ^ expected), [])
    figures = summary(lines)
    check("stale by count", figures["stale"], "20")
    check("different by count", figures["different"], "80")
    check("missing by count", figures["missing"], "100")
    check("extra by count", figures["extra"], "100")

    figures = summary(demo.run("verify", "--repair"))  # which verifies again
    check("equal items after the repair", figures["equal"], str(len(before)))
    check("items that are not as before", differing(before, demo.items(TABLE)), [])


def pending(metrics):
    """Returns how many items an ingester has pending."""
    with urllib.request.urlopen(metrics, timeout=TIMEOUT_SECONDS) as answer:
        text = answer.read().decode()
    return sum(map(float, re.findall(r"^storestream_pending{\S*} (\S+)$", text, re.M)))


def is_ready(metrics):
    """Returns whether an ingester has restored its outbox, so that it knows how many items are pending."""
    try:
        with urllib.request.urlopen(metrics.replace("/metrics", "/health/ready"), timeout=5):
            return True
    except urllib.error.URLError:
        return False


def parts(one, other, folder):
    """Writes the fifth of the stores of two files that are in both and whose numbers end with 0 or 5."""
    tables, files = [], []
    for path in (one, other):
        with open(path, newline="", encoding="utf-8") as source:
            tables.append(list(csv.reader(source)))
    numbers = {row[1] for row in tables[1] if row[1].strip()[-1] in "05"}
    for path, (header, *rows) in zip((one, other), tables):
        files.append(Path(folder) / f"part-of-{Path(path).name}")
        with open(files[-1], "w", newline="", encoding="utf-8") as target:
            csv.writer(target).writerows([header, *(row for row in rows if row[1] in numbers)])
    return files


def check_killed_ingester(demo, file, folder):
    """Loads the file and its second edition with another application, and kills it meanwhile."""
    name, kills, second, options = "KilledIngester", 10, Path(folder) / "second.csv", ["--snapshot"]
    if not FULL:  # a part is no snapshot: topic stores has the demo's stores too
        file, second = parts(file, second, folder)
        kills, options = 4, []
    ingester = ["./stores", "ingest", "--application-id", name, "--topic", name, "--table", name]
    ingester += ["--state-dir", str(Path(folder) / "state"), "--management-port", "0"]

    def start():
        """Starts an ingester. Once it prints the address of its metrics, its topics exist."""
        process = subprocess.Popen(
            ingester, env=demo.environment(), stdout=subprocess.PIPE, text=True
        )
        return process, process.stdout.readline().rstrip().rsplit(" ", 1)[-1]

    process, metrics = start()
    try:
        demo.produce(file, "--topic", name)
        for kill in range(kills):
            if kill == kills // 2:
                check_counts(demo, file, f"after {kill} kills", table=name, seconds=TIMEOUT_SECONDS)
                demo.produce(second, "--topic", name, *options)
            before = demo.count_of_us(name + "Counts")
            deadline = time.monotonic() + 5
            while demo.count_of_us(name + "Counts") == before and time.monotonic() < deadline:
                time.sleep(0.1)
            process.kill()
            check(f"kill {kill + 1} of an ingester", process.wait(), -signal.SIGKILL)
            process, metrics = start()
        check_counts(demo, second, f"after {kills} kills", table=name, seconds=TIMEOUT_SECONDS)
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not (is_ready(metrics) and pending(metrics) == 0) and time.monotonic() < deadline:
            time.sleep(1)
        if FULL:
            demo.run("verify", "--table", name, "--application-id", name)
        else:  # verify would miss the stores that are not of this part
            with open(second, newline="", encoding="utf-8") as source:
                numbers = {row["Store Number"].strip() for row in csv.DictReader(source)}
            check("stores of a part", demo.items(name).keys() == numbers, True)
    finally:
        process.terminate()
        process.wait()


def check_edition(demo, folder):
    """Removes five stores of the second edition, changes three and adds two: first as a dry run."""
    with open(Path(folder) / "second.csv", newline="", encoding="utf-8") as source:
        header, *rows = csv.reader(source)
    plain = re.compile(r"[A-Za-z0-9]+( [A-Za-z0-9]+)*")
    chosen = [row for row in rows if plain.fullmatch(row[2]) and plain.fullmatch(row[5])][:10]
    removed, changed, models = chosen[:5], chosen[5:8], chosen[8:]
    added = [[*row[:1], f"added-{i}", *row[2:]] for i, row in enumerate(models)]
    lines = [f"closed {row[1]}: {row[2]}, {row[5]}, {row[7]}" for row in removed]
    lines += [f"new {row[1]}: {row[2]}, {row[5]}, {row[7]}" for row in added]
    for row in changed:
        lines.append(f'changed {row[1]}: storeName "{row[2]}" -> "{row[2]} III"')
        row[2] += " III"
    third = Path(folder) / "third.csv"
    with open(third, "w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([header, *(row for row in rows if row not in removed), *added])

    written = demo.metric("storestream_items_written_total", TABLE)
    dry_run = demo.run("produce", str(third), "--snapshot", "--dry-run")
    named = [line for line in dry_run if line.startswith(("new ", "changed ", "closed ", "stale "))]
    check("changes named by a dry run", sorted(named), sorted(lines))
    figures = summary(dry_run)
    expected = {"new": 2, "changed": 3, "unchanged": len(rows) - 8, "closed": 5, "stale": 0}
    actual = {name: int(figures["stores " + name]) for name in expected}
    check("figures of a dry run", actual, expected)
    check("events published by a dry run", figures["events published"], "0")

    check("stores closed", demo.produce(third, "--snapshot")["stores closed"], "5")
    demo.read_until(f"stores written: {written + 10}")
    check("stores written", demo.metric("storestream_items_written_total", TABLE), written + 10)
    check_counts(demo, third, "after a third edition", seconds=30)


def main():
    file = Path(sys.argv[1])
    folder = tempfile.mkdtemp()
    try:
        demo = Demo(file)
        try:
            check_summary(demo)
            check_lookups(demo)
            check_table(demo)
            locations = check_counts(demo, file, "at first")
            check("countries, states and cities", locations, [73, 545, 6066])
            points = points_of(file)
            check_near(demo, points)
            check_windows(demo, points)
            check_disguises(demo, file, folder)
            check_changes(demo, file, folder)
            check_csv(demo, folder)
            before = check_rebuild(demo, file, folder)
            check_verify(demo, before)
            check_killed_ingester(demo, file, folder)
            check_edition(demo, folder)
            check("exit code after SIGTERM", demo.stop(), 0)
        finally:
            demo.process.kill()
    finally:
        shutil.rmtree(folder)
    print(checks)


main()
