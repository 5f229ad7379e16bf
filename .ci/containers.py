#!/usr/bin/env python3
"""Checks the images that `./stores images` has built, and starts docker-compose.yml with them.

Usage: .ci/containers.py FILE.csv      run from the project's root; needs a Docker engine
Prints the number of checks that passed; ends with an error at the first that did not.
"""

import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import urllib.request
from collections import Counter
from pathlib import Path

from servers import free_port

TIMEOUT_SECONDS = 600
MAX_IMAGE_BYTES = 450_000_000
PARTITIONS = 6  # as in docker-compose.yml
PROJECT = f"storestream-check-{os.getpid()}"
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]

checks = 0


def check(what, actual, expected):
    global checks
    if actual != expected:
        raise SystemExit(f"FAILED: {what}: {actual!r}, not {expected!r}")
    checks += 1
    print(f"ok: {what}: {expected!r}", file=sys.stderr)


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def inspect(image):
    return json.loads(output("docker", "image", "inspect", image))[0]


def check_images():
    for program in ["producer", "ingester", "query-api"]:
        image = inspect(f"storestream/{program}:latest")
        print(f"{program}: {image['Size'] / 1e6:.0f} MB", file=sys.stderr)
        check(f"{program} is under 450 MB", image["Size"] < MAX_IMAGE_BYTES, True)
        check(f"{program} does not run as root", image["Config"]["User"], "10001:10001")


def check_archives():
    """Checks the archive of classes: the JVM silently ignores one that does not match, unless it is required."""
    for program in ["producer", "ingester", "query-api"]:
        insist = ["@/app/lib/java.options", "-Xshare:on", "-version"]
        run = ["docker", "run", "--rm", "--entrypoint", "java", f"storestream/{program}:latest"]
        check(f"{program} uses its archive of classes", subprocess.run(run + insist).returncode, 0)


def check_bills():
    """Checks that the bill of materials beside the image lists every jar of the image."""
    for program in ["producer", "ingester", "query-api"]:
        run = ["docker", "run", "--rm", "--entrypoint"]
        image = f"storestream/{program}:latest"
        bill = json.loads(output(*run, "cat", image, "/app/bom.json"))
        listed = {f"{it['name']}-{it['version']}" for it in bill["components"]}
        own = bill["metadata"]["component"]
        listed.add(f"{own['name']}-{own['version']}")
        jars = [Path(it).stem for it in output(*run, "find", image, "/app", "-name", "*.jar").split()]
        check(f"{program} has jars", len(jars) > 10, True)
        # Native libraries depend on the platform and are listed without it.
        unlisted = sorted(it for it in jars if re.sub("-linux.*", "", it) not in listed)
        check(f"jars of {program} that its bill of materials lacks", unlisted, [])


def check_layers():
    """Changes code, builds again, and compares the layers."""
    before = inspect("storestream/ingester:latest")
    jar = next(Path("ingester/target").glob("ingester-*.jar"))
    original = jar.read_bytes()
    try:
        jar.write_bytes(original + b"\0")
        platform = "TARGETARCH=" + inspect("storestream/ingester:latest")["Architecture"]
        build = ["docker", "build", "-q", "--build-arg", platform, "--target", "ingester"]
        output(*build, "-t", PROJECT, ".")
        after = inspect(PROJECT)
    finally:
        jar.write_bytes(original)
        subprocess.run(["docker", "rmi", "-f", PROJECT], stdout=subprocess.DEVNULL)
    layers = [image["RootFS"]["Layers"] for image in (before, after)]
    check("layers that a change of code leaves", layers[0][:-1] == layers[1][:-1], True)
    check("the last is another", layers[0][-1] != layers[1][-1], True)


def key(name):
    name = unicodedata.normalize("NFC", name).upper()
    return " ".join(unicodedata.normalize("NFC", name).split())


class Stack:
    def __init__(self, file):
        self.port = free_port()
        self.environment = os.environ | {
            "STORES_HTTP_PORT": str(self.port),
            "KAFKA_PORT": str(free_port()),
            "DYNAMODB_PORT": str(free_port()),
            "STORES_FILE": os.path.relpath(file, "."),
        }

    def compose(self, *arguments, **options):
        command = [*COMPOSE, "-p", PROJECT, *arguments]
        return subprocess.run(command, env=self.environment, check=True, **options)

    def containers(self, *service):
        ids = self.compose("ps", "-q", *service, stdout=subprocess.PIPE, text=True).stdout.split()
        return sorted(ids)

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return json.load(answer)

    def metric(self, container, name, label=""):
        """Returns the sum of an ingester's metric; NaN while it does not answer."""
        address = inspect_container(container)["NetworkSettings"]["Networks"][f"{PROJECT}_default"]
        try:
            url = f"http://{address['IPAddress']}:8081/metrics"
            with urllib.request.urlopen(url, timeout=30) as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return math.nan
        return sum(
            float(line.rsplit(" ", 1)[1])
            for line in lines
            if line.startswith(name + "{") and label in line
        )

    def partitions(self, container):
        """Returns how many partitions an ingester is assigned, of all topics that it reads."""
        name = "kafka_consumer_coordinator_assigned_partitions"
        return self.metric(container, name, "StreamThread-1-consumer")

    def pending(self, container):
        return self.metric(container, "storestream_pending")


def wait_until(what, condition):
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"FAILED: {what} has not come in {TIMEOUT_SECONDS} s")
        time.sleep(2)


def counts_of(file):
    """Counts the file's stores by location; the last row of a store number wins."""
    with open(file, newline="", encoding="utf-8-sig") as rows:
        stores = {row["Store Number"].strip(): row for row in csv.DictReader(rows)}
    counts = Counter()
    for row in stores.values():
        location = tuple(key(row[column]) for column in ("Country", "State/Province", "City"))
        for level in range(1, 4):
            counts[location[:level]] += 1
    return len(stores), counts


def counts_over_http(stack):
    counts, locations = Counter(), [((), "/v1/locations")]
    while locations:
        location, href = locations.pop()
        for child in stack.get(href)["children"]:
            path = (*location, child["name"])
            counts[path] = child["count"]
            if len(path) < 3:
                locations.append((path, child["href"]))
    return counts


def check_stack(file):
    stack = Stack(file)
    try:
        stack.compose("up", "-d", "--scale", "ingester=3")
        ingesters = stack.containers("ingester")
        check("ingesters", len(ingesters), 3)
        check("addresses that are published", addresses(stack.containers()), {"127.0.0.1"})
        wait_until(
            "a share for each ingester", lambda: all(stack.partitions(it) > 0 for it in ingesters)
        )
        # The partitions of the events, of the events by store number, and of the changes of counts.
        check("partitions of all", sum(map(stack.partitions, ingesters)), 3.0 * PARTITIONS)
        killed, *others = ingesters
        accepted = "storestream_events_total", 'fate="accepted"'
        wait_until("work of the one to be killed", lambda: stack.metric(killed, *accepted) > 0)
        output("docker", "kill", killed)
        wait_until("the end of the producer", lambda: not state(stack.containers("producer")[0])["Running"])
        producer = stack.containers("producer")[0]
        check("exit code of the producer", state(producer)["ExitCode"], 0)
        stores, expected = counts_of(file)
        wait_until("all counts of countries", lambda: countries(stack) == totals(expected))
        wait_until("an empty outbox", lambda: sum(map(stack.pending, others)) == 0)
        check("locations whose count differs", differing(counts_over_http(stack), expected), [])
        check("events published", summary(producer)["events published"], str(stores))
        check("stores over HTTP", stores_over_http(stack, expected), stores)
        for container in others + stack.containers("query-api"):
            wait_until("health by its image's own check", lambda: health(container) == "healthy")
    finally:
        subprocess.run(
            [*COMPOSE, "-p", PROJECT, "down", "-v", "-t", "5"], env=stack.environment
        )


def inspect_container(container):
    return json.loads(output("docker", "inspect", container))[0]


def state(container):
    return inspect_container(container)["State"]


def health(container):
    """Runs the health check of the image."""
    return state(container)["Health"]["Status"]


def addresses(containers):
    """Returns the addresses of this machine at which containers are reachable."""
    ports = [inspect_container(it)["NetworkSettings"]["Ports"] for it in containers]
    return {binding["HostIp"] for it in ports for bound in it.values() for binding in bound or []}


def summary(container):
    lines = output("docker", "logs", container).splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def countries(stack):
    return {(it["name"],): it["count"] for it in stack.get("/v1/locations")["children"]}


def totals(counts):
    return {location: count for location, count in counts.items() if len(location) == 1}


def differing(actual, expected):
    return [location for location in actual.keys() | expected.keys() if actual[location] != expected[location]]


def stores_over_http(stack, counts):
    """Returns how many different stores the lists of all countries have."""
    numbers = set()
    for (country,) in totals(counts):
        url = f"http://127.0.0.1:{stack.port}/v1/stores?country={country}&format=ndjson"
        with urllib.request.urlopen(url, timeout=60) as answer:
            numbers.update(json.loads(line)["storeNumber"] for line in answer)
    return len(numbers)


def main():
    check_images()
    check_archives()
    check_bills()
    check_layers()
    check_stack(sys.argv[1])
    print(checks)


main()
