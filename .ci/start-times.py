#!/usr/bin/env python3
"""Measures the time from the start of a container until its ingester or query API is ready.

Usage: .ci/start-times.py [ROUNDS]     run from the project's root, after `./stores images`; needs a Docker engine
Prints the sizes of the images, and the minimum, median and maximum time with and without their archive of classes.
The first start creates topics and tables, and is not counted.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
TIMEOUT_SECONDS = 120
PROJECT = f"storestream-times-{os.getpid()}"
COMPOSE = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
PROGRAMS = {
    "ingester": (8081, "io.storestream.ingester.command.IngesterProgram", "ingest"),
    "query-api": (7070, "io.storestream.queryapi.QueryApiProgram", "serve"),
}
SETTINGS = {
    "KAFKA_BOOTSTRAP_SERVERS": "kafka:19092",
    "STORES_THREADS": "1",
    "AWS_ENDPOINT_URL_DYNAMODB": "http://dynamodb:8000",
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
}
# The command of the image, without the archive.
WITHOUT_ARCHIVE = ["-XX:MaxRAMPercentage=60", "-XX:+UseG1GC", "--enable-native-access=ALL-UNNAMED", "-cp", "/app/lib/*:/app/modules/*"]


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def inspect(container):
    return json.loads(output("docker", "inspect", container))[0]


def is_ready(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def seconds_to_ready(program, with_archive):
    port, main_class, command = PROGRAMS[program]
    line = ["docker", "create", "--network", f"{PROJECT}_default"]
    for setting in SETTINGS.items():
        line += ["-e", "=".join(setting)]
    image = f"storestream/{program}:latest"
    if with_archive:
        line += [image]
    else:
        line += ["--entrypoint", "java", image, *WITHOUT_ARCHIVE, main_class, command]
    container = output(*line)
    try:
        begin = time.monotonic()
        output("docker", "start", container)
        address = inspect(container)["NetworkSettings"]["Networks"][f"{PROJECT}_default"]["IPAddress"]
        while not is_ready(f"http://{address}:{port}/health/ready"):
            if time.monotonic() > begin + TIMEOUT_SECONDS:
                sys.exit(f"{program} is not ready after {TIMEOUT_SECONDS} s")
            time.sleep(0.02)
        return time.monotonic() - begin
    finally:
        # Stopped cleanly, so that the next one does not wait for its session to expire.
        output("docker", "stop", "-t", "60", container)
        output("docker", "rm", "-v", container)


def main():
    for program in ["producer", *PROGRAMS]:
        print(f"{program}: {inspect(f'storestream/{program}:latest')['Size'] / 1e6:.0f} MB")
    compose = [*COMPOSE, "-p", PROJECT]
    environment = os.environ | {"KAFKA_PORT": "0", "DYNAMODB_PORT": "0"}
    try:
        subprocess.run([*compose, "up", "-d", "kafka", "dynamodb"], env=environment, check=True)
        for program in PROGRAMS:
            seconds_to_ready(program, True)
            # Alternates, so that other load on the machine affects both.
            times = {True: [], False: []}
            for _ in range(ROUNDS):
                for with_archive in times:
                    times[with_archive].append(seconds_to_ready(program, with_archive))
            for with_archive, label in [(True, "with the archive"), (False, "without")]:
                seconds = times[with_archive]
                print(f"{program}, {label}: {min(seconds):.1f} / {statistics.median(seconds):.1f} / {max(seconds):.1f} s")
    finally:
        subprocess.run([*compose, "down", "-v", "-t", "5"], env=environment)


main()
