"""Runs DynamoDB Local with a table, and `serve`, as separate processes on loopback, for measurements of the API."""

import contextlib
import os
import re
import socket
import subprocess
import sys

TABLE = "StarbucksLocations"
STORE = "2651-53179"
JAR = "quickstart/target/quickstart.jar"
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(dynamodb_port):
    """Returns the variables that a program needs to use a DynamoDB on that port."""
    return {
        **os.environ,
        "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{dynamodb_port}",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
    }


@contextlib.contextmanager
def dynamodb():
    """Runs a DynamoDB Local whose table holds the stores of the example; yields its port."""
    port = free_port()
    ports = ["--http-port", "0", "--kafka-port", "0", "--dynamodb-port", str(port)]
    # `./stores demo` is not used, because it disables the optimizing compiler.
    with _running(["demo", *ports], os.environ, "Ctrl-C stops"):
        yield port


@contextlib.contextmanager
def api(dynamodb_port):
    """Runs `serve`; yields its address."""
    with _running(["serve", "--http-port", "0"], environment(dynamodb_port), r"listening on (http://\S+)") as found:
        yield found.group(1)


@contextlib.contextmanager
def _running(arguments, env, pattern):
    """Runs a command of the project; yields the match once its output matches the pattern."""
    command = [JAVA, "-XX:+UseParallelGC", "-jar", JAR, *arguments]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout:
                if found := re.search(pattern, line):
                    break
            else:
                sys.exit(f"{arguments[0]} ended before it said {pattern}")
            yield found
        finally:
            process.terminate()
