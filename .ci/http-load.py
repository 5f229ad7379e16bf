"""Measures lookups of one store over HTTP under load and, as the baseline, SDK calls to the same DynamoDB Local.

Usage: http-load.py [SECONDS [CONNECTIONS]]; run in the root of a checkout. DynamoDB Local, `serve` and the callers are
separate processes on loopback. The load comes from `wrk` if it is installed, otherwise from a loop here. Prints each
rate and the ratio of the medians, and fails if that is under 0.5.
"""

import re
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

import servers

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 32
ROUNDS = 3
ENOUGH = 0.5


def bare(port):
    command = [servers.JAVA, "-XX:+UseParallelGC", "-cp", servers.JAR, "io.storestream.benchmarks.BareGets"]
    arguments = [servers.TABLE, servers.STORE, str(SECONDS), str(CONNECTIONS)]
    environment = servers.environment(port)
    done = subprocess.run(command + arguments, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout.split()[-1])


def over_http(url):
    if not shutil.which("wrk"):
        return loop(url)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", url]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in out:
        sys.exit(out)
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", out).group(1))


def loop(url):
    """Keeps one request in flight on each connection, as wrk does."""
    target = urlsplit(url)
    request = f"GET {target.path} HTTP/1.1\r\nHost: {target.netloc}\r\n\r\n".encode()
    with selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            connection = socket.create_connection((target.hostname, target.port))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ)
            connection.sendall(request)
        begin, answers = time.monotonic(), 0
        while time.monotonic() < begin + SECONDS:
            for key, _ in selector.select(1):
                answer = key.fileobj.recv(65536)
                if not answer.startswith(b"HTTP/1.1 200 ") or not answer.endswith(b"}"):
                    sys.exit(f"not the whole answer: {answer!r}")
                answers += 1
                key.fileobj.sendall(request)
        elapsed = time.monotonic() - begin
        for key in list(selector.get_map().values()):
            key.fileobj.close()
    return answers / elapsed


def main():
    with servers.dynamodb() as port, servers.api(port) as url:
        measure(f"{url}/v1/stores/{servers.STORE}", port)


def measure(url, port):
    over_http(url), bare(port)  # warms up
    rates = []
    for number in range(1, ROUNDS + 1):
        rates.append((bare(port), over_http(url)))
        print(f"round {number}: bare {rates[-1][0]:.0f}/s, over HTTP {rates[-1][1]:.0f}/s", flush=True)
    bare_rate, http_rate = (statistics.median(column) for column in zip(*rates))
    ratio = http_rate / bare_rate
    print(f"median: bare {bare_rate:.0f}/s, over HTTP {http_rate:.0f}/s, ratio {ratio:.2f}")
    if ratio < ENOUGH:
        sys.exit(f"FAILED: {ratio:.2f} is under {ENOUGH}")


if __name__ == "__main__":
    main()
