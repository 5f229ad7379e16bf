#!/usr/bin/env python3
"""Measures the response time of `/health/live` while many requests wait for a slow DynamoDB, and while none does.

Usage: waiting-load.py [SECONDS [REQUESTS [DELAY]]]; run in the root of a checkout. By default 500 callers, which ask
for a store again as soon as they have it, wait for a DynamoDB Local that answers after 2 s. DynamoDB Local, its
delaying proxy, `serve` and the callers are separate processes on loopback. Prints both times in turn, and fails if a
response was wrong, or if the median while requests wait is more than 5 ms above twice the other one.
"""

import asyncio
import contextlib
import http.client
import json
import multiprocessing
import re
import resource
import socket
import statistics
import sys
import time
from urllib.parse import urlsplit

import servers

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 500
DELAY = float(sys.argv[3]) if len(sys.argv) > 3 else 2.0
ROUNDS = 3
PAUSE_SECONDS = 0.01
TIMEOUT_SECONDS = 60
# Some have just been answered, and their callers are about to send the next request.
ALL_WAIT = (REQUESTS * 95 // 100, REQUESTS)


@contextlib.contextmanager
def process(target, *arguments):
    started = multiprocessing.Process(target=target, args=arguments, daemon=True)
    started.start()
    try:
        yield
    finally:
        started.terminate()
        started.join()


def delay(listener, port):
    """Forwards the requests to a port at once, and each response after DELAY."""

    async def serve():
        async with await asyncio.start_server(connect, sock=listener, backlog=REQUESTS):
            await asyncio.Event().wait()

    async def connect(reader, writer):
        answers, requests = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(copy(reader, requests, 0), copy(answers, writer, DELAY))

    async def copy(source, sink, seconds):
        loop = asyncio.get_running_loop()
        try:
            while part := await source.read(65536):
                loop.call_later(seconds, sink.write, part)
        finally:
            loop.call_later(seconds, sink.close)

    asyncio.run(serve())


def wait_for_stores(url, answered):
    """Keeps REQUESTS in flight, started one after the other; counts the responses."""
    target = urlsplit(f"{url}/v1/stores/{servers.STORE}")
    request = f"GET {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\n\r\n".encode()

    async def caller(number):
        await asyncio.sleep(DELAY * number / REQUESTS)
        reader, writer = await asyncio.open_connection(target.hostname, target.port)
        while True:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)^Content-Length: (\d+)", head, re.M)
            if not head.startswith(b"HTTP/1.1 200 ") or not length:
                sys.exit(f"not as it should be: {head!r}")
            body = await reader.readexactly(int(length.group(1)))
            if json.loads(body)["storeNumber"] != servers.STORE:
                sys.exit(f"not the store: {body!r}")
            answered.value += 1

    async def all_callers():
        await asyncio.gather(*map(caller, range(REQUESTS)))

    asyncio.run(all_callers())


class Api:
    """The API, over one separate connection."""

    def __init__(self, url):
        target = urlsplit(url)
        self.connection = http.client.HTTPConnection(target.hostname, target.port, timeout=TIMEOUT_SECONDS)

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            sys.exit(f"{path} says {answer.status}: {body}")
        return body

    def waiting(self):
        """Returns how many other requests are being answered."""
        return int(float(re.search(r"^http_server_requests_active (\S+)$", self.get("/metrics"), re.M).group(1))) - 1

    def await_waiting(self, least, most):
        end = time.monotonic() + TIMEOUT_SECONDS
        while not least <= (waiting := self.waiting()) <= most:
            if time.monotonic() > end:
                sys.exit(f"{waiting} requests wait, and not {least} to {most}")
            time.sleep(0.1)

    def health_times(self):
        """Returns the milliseconds of each response within SECONDS."""
        times, end = [], time.monotonic() + SECONDS
        while time.monotonic() < end:
            begin = time.monotonic()
            self.get("/health/live")
            times.append((time.monotonic() - begin) * 1000)
            time.sleep(PAUSE_SECONDS)
        return times


def times_beside_waiting(url, api):
    answered = multiprocessing.Value("q", 0)
    with process(wait_for_stores, url, answered):
        api.await_waiting(*ALL_WAIT)
        before, begin = answered.value, time.monotonic()
        times = api.health_times()
        each = REQUESTS * (time.monotonic() - begin) / (answered.value - before)
        api.await_waiting(*ALL_WAIT)
    api.await_waiting(0, 0)
    return times, each


def in_words(times):
    percentiles = statistics.quantiles(times, n=100)
    return f"median {percentiles[49]:.2f} ms, 99th percentile {percentiles[98]:.2f} ms, most {max(times):.1f} ms"


def main():
    if SECONDS < 2 * DELAY:
        sys.exit("give each measurement at least twice the delay")
    # Each waiting request takes two sockets of the delaying proxy.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with socket.create_server(("127.0.0.1", 0), backlog=REQUESTS) as listener, servers.dynamodb() as port:
        slow = listener.getsockname()[1]
        with process(delay, listener, port), servers.api(slow) as url:
            measure(url)


def measure(url):
    api = Api(url)
    api.health_times(), times_beside_waiting(url, api)  # warms up
    medians = []
    for number in range(1, ROUNDS + 1):
        alone = api.health_times()
        print(f"round {number}: none waits: {in_words(alone)}", flush=True)
        beside, each = times_beside_waiting(url, api)
        print(f"round {number}: {REQUESTS} wait {each:.2f} s each: {in_words(beside)}", flush=True)
        medians.append((statistics.median(alone), statistics.median(beside)))
    alone, beside = (statistics.median(column) for column in zip(*medians))
    print(f"median of /health/live: {alone:.2f} ms when none waits, {beside:.2f} ms beside {REQUESTS}")
    if beside > 2 * alone + 5:
        sys.exit("FAILED")


if __name__ == "__main__":
    main()
